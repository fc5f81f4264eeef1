"""`dengji law …`: what the texts say, from a terminal; only `load` writes to the database."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from dengji import clock
from dengji.policy import acts, told
from dengji.policy.effects import known_effects
from dengji.policy.engine.choose import Adopted, Question, chain_of, choose
from dengji.policy.engine.document import PackError, Problem
from dengji.policy.engine.evaluate import UnknownCondition
from dengji.policy.engine.facts import WrongFact, read_facts
from dengji.policy.engine.lint_texts import check_texts, texts_in
from dengji.policy.engine.linter import lint_folder
from dengji.policy.engine.loader import LoadedPack, load_folder
from dengji.policy.engine.path import NoSuchMatter, NoSuchStep, step_of
from dengji.policy.engine.terms import Regime
from dengji.policy.engine.vocabulary import terms_of
from dengji.policy.facts import vocabulary
from dengji.policy.queries import decisions_known
from dengji.policy.told import Told
from dengji.workdays.calendar import DayNotCovered, WorkCalendar
from dengji.workdays.schedule import ScheduleError, load_schedules, read_schedule

Options = dict[str, Any]
SAID = (PackError, ScheduleError, NoSuchMatter, NoSuchStep, UnknownCondition, WrongFact, DayNotCovered)
HOLIDAYS = "holidays"


class Command(BaseCommand):
    """The texts, from a terminal."""

    help = "查看、检查、装载文本，并按文本推算。"
    requires_system_checks = ()  # the texts can be read whatever state the site is in

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be asked."""
        asked = parser.add_subparsers(dest="asked", required=True)
        for name, (_, about, arguments) in ASKED.items():
            one = asked.add_parser(name, help=about)
            one.add_argument("--packs", type=Path, help="规则包所在文件夹")
            one.add_argument("--json", action="store_true", help="以JSON给出结果")
            for argument in arguments.split():
                flags, settings_of = ARGUMENTS[argument]
                one.add_argument(*flags, **settings_of)

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer; what cannot be answered raises CommandError with a sentence."""
        answering = ASKED[options["asked"]][0]
        try:
            answer = answering(options)
        except SAID as wrong:
            raise CommandError(str(wrong)) from wrong
        except OSError as wrong:
            raise CommandError(f"文件无法读取：{wrong.filename}（{wrong.strerror}）。") from wrong
        self.stdout.write(
            json.dumps(answer.data, ensure_ascii=False) if options["json"] else "\n".join(answer.lines)
        )
        refused = answer.data.get("refused") if isinstance(answer.data, dict) else None
        if refused:
            raise CommandError(refused)


def folder_of(options: Options) -> Path:
    """The folder of packs that is meant; raises CommandError where there is none."""
    folder: Path = options.get("folder") or options["packs"] or settings.DENGJI_PACKS
    if not folder.is_dir():
        raise CommandError(f"找不到规则包的文件夹：{folder}")
    return folder


def pack_of(options: Options) -> LoadedPack:
    """The pack that is meant; raises CommandError where there is none of that name."""
    packs = load_folder(folder_of(options))
    for loaded in packs:
        if loaded.pack.id == options["pack"]:
            return loaded
    raise CommandError(
        f"没有编号为“{options['pack']}”的文本，有：{'、'.join(each.pack.id for each in packs)}。"
    )


def calendar_of(options: Options) -> WorkCalendar:
    """The working calendar of the holiday schedules beside the packs."""
    return WorkCalendar(
        schedule for folder in holidays_in(folder_of(options)) for schedule in load_schedules(folder)
    )


def holidays_in(folder: Path) -> list[Path]:
    """The folders of holiday schedules under a folder of packs; the folder itself may be one."""
    inside = sorted(path for path in folder.rglob(HOLIDAYS) if path.is_dir())
    return [folder, *inside] if folder.name == HOLIDAYS else inside


def listed(options: Options) -> Told:
    """`law list`."""
    return told.texts(load_folder(folder_of(options)))


def checked(options: Options) -> Told:
    """`law check`."""
    folder = folder_of(options)
    packs, problems = checked_packs(folder, options["texts"])
    files = [path for holidays in holidays_in(folder) for path in sorted(holidays.glob("*.yaml"))]
    problems += checked_schedules(files)
    mistakes = [problem for problem in problems if not problem.warning]
    data: dict[str, Any] = {
        "packs": len(packs),
        "schedules": len(files),
        "problems": [problem._asdict() for problem in problems],
    }
    lines = [str(problem) for problem in problems]
    if mistakes:
        data["refused"] = f"发现{len(mistakes)}处错误。"
    elif not packs and not files:
        data["refused"] = f"{folder}中没有规则包（pack.yaml），也没有放假安排（{HOLIDAYS}）。"
    else:
        lines.append(f"共{len(packs)}个规则包、{len(files)}年放假安排，没有错误。")
    return Told(data, lines)


def checked_schedules(files: Iterable[Path]) -> Iterator[Problem]:
    """The first mistake of each file of days off, and a year that two files tell."""
    years: dict[int, Path] = {}
    for path in files:
        try:
            year = read_schedule(path).year
        except ScheduleError as wrong:
            yield Problem(wrong.name, wrong.line, wrong.sentence)
            continue
        if other := years.get(year):
            yield Problem(str(path), 1, f"{year}年的放假安排已在 {other} 中")
        years.setdefault(year, path)


def checked_packs(folder: Path, official: Path | None) -> tuple[list[LoadedPack], list[Problem]]:
    """The packs of a folder with every problem found; no packs where one cannot even be read."""
    try:
        packs = load_folder(folder)
    except PackError as wrong:
        return [], wrong.problems
    problems = lint_folder(packs, vocabulary=vocabulary(), effects=known_effects())
    texts = texts_in(official) if official else {}
    for each in packs if official else ():
        problems += check_texts(each, texts)
    return packs, problems


@clock.as_set()
def loaded(options: Options) -> Told:
    """`law load`."""
    folder, at = folder_of(options), clock.now()
    editions = acts.load_packs(folder, by=None, at=at)
    years = []
    for path in (path for holidays in holidays_in(folder) for path in sorted(holidays.glob("*.yaml"))):
        schedule = acts.load_schedule(path.read_text(encoding="utf-8"), name=str(path), by=None, at=at)
        years += [schedule.year] if schedule else []
    data = {"editions": [edition.pack_id for edition in editions], "schedules": years}
    return Told(data, [f"装载文本{len(editions)}个，放假安排{len(years)}年；其余没有变化。"])


def resolved(options: Options) -> Told:
    """`law resolve`."""
    candidates = told.candidates(load_folder(folder_of(options)))
    regime = Regime(options["regime"])
    question = Question(chain_of(options["place"]), regime, options["matter"], options["on"])
    decisions, left_out = decisions_for(options, question.on)
    answer = told.chosen(choose(candidates, question, decisions))
    data = answer.data | {"decisions": None if left_out else len(decisions)}
    return Told(data, [*answer.lines, left_out] if left_out else answer.lines)


def decisions_for(options: Options, on: date) -> tuple[list[Adopted], str]:
    """The decisions on trial operation and continued application of the day, or the sentence that says why not."""
    if options["packs_only"] or options["packs"]:
        return [], "只看规则包，没有计入试运行、继续适用的决定。"
    decisions = decisions_known(on)
    if decisions is None:
        return [], "没有可用的数据库，没有计入试运行、继续适用的决定。"
    return decisions, ""


def shown(options: Options) -> Told:
    """`law show`."""
    return told.whole(pack_of(options))


def facts_told(options: Options) -> Told:
    """`law facts`."""
    return told.facts_of(pack_of(options).pack)


def decided(options: Options) -> Told:
    """`law decide`."""
    pack = pack_of(options).pack
    step = step_of(pack, options["matter"], options["step"])
    given = facts_from(options["facts"])
    facts = read_facts(given, terms_of(pack, vocabulary()), source=options["facts"].name)
    question = Question((pack.jurisdiction,), pack.regimes[0], None, options["on"] or clock.today())
    decisions, _ = decisions_for(options, question.on)
    standing = choose(told.candidates([pack_of(options)]), question, decisions)
    return told.decided(pack, step, facts, standing)


def facts_from(path: Path) -> dict[str, Any]:
    """Facts by name from a JSON or YAML file; raises CommandError where it is neither."""
    try:
        given = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as wrong:
        raise CommandError(f"{path}不是JSON或YAML文件。") from wrong
    if not isinstance(given, dict):
        raise CommandError(f"{path}应写明各项事实的名称和值。")
    return given


def steps_told(options: Options) -> Told:
    """`law steps`."""
    return told.path(pack_of(options).pack, options["matter"])


def due_told(options: Options) -> Told:
    """`law due`."""
    pack, matter, step = pack_of(options).pack, options["matter"], options["step"]
    answer = told.due_on(pack, matter, step, options["from"], calendar_of(options))
    if answer is None:
        raise CommandError(f"《{pack.title}》没有规定步骤“{step_of(pack, matter, step).title}”的期限。")
    return answer


def timers_told(options: Options) -> Told:
    """`law timers`."""
    return told.timers(pack_of(options).pack, options["expiry"], calendar_of(options))


def workdays_told(options: Options) -> Told:
    """`law workday`."""
    start, calendar = typed(options["first"]), calendar_of(options)
    if options["reckon"] == "between":
        return told.workdays_between(start, typed(options["second"]), calendar)
    if not options["second"].removeprefix("-").isdecimal():
        raise CommandError(f"天数应为整数，给出的是“{options['second']}”。")
    return told.workday_after(start, int(options["second"]), calendar)


def typed(written: str) -> date:
    """A day among others; raises CommandError where it is none."""
    try:
        return day(written)
    except ArgumentTypeError as wrong:
        raise CommandError(f"{wrong}。") from wrong


def day(written: str) -> date:
    """A day as typed; says so where it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError as wrong:
        raise ArgumentTypeError(f"“{written}”不是日期，请写成 2026-01-31 的样子") from wrong


def place(written: str) -> str:
    """A division code as typed; says so where it is none."""
    if len(written) != 6 or not written.isdecimal():
        raise ArgumentTypeError(f"“{written}”不是六位行政区划代码")
    return written


ARGUMENTS: dict[str, tuple[tuple[str, ...], Options]] = {
    "folder": (("folder",), {"type": Path, "nargs": "?", "metavar": "DIR", "help": "规则包所在文件夹"}),
    "texts": (("--texts",), {"type": Path, "metavar": "DIR", "help": "官方文本所在文件夹，逐条核对"}),
    "PACK": (("pack",), {"metavar": "PACK", "help": "规则包编号"}),
    "pack": (("--pack",), {"required": True, "help": "规则包编号"}),
    "matter": (("--matter",), {"required": True, "help": "办理事项"}),
    "matter?": (("--matter",), {"help": "办理事项"}),
    "packs-only": (("--packs-only",), {"action": "store_true", "help": "只看规则包，不看数据库中的适用决定"}),
    "step": (("--step",), {"required": True, "help": "步骤"}),
    "place": (("--place",), {"type": place, "required": True, "metavar": "CODE", "help": "六位行政区划代码"}),
    "regime": (
        ("--regime",),
        {"choices": [regime.value for regime in Regime], "required": True, "help": "评价类别"},
    ),
    "on": (("--on",), {"type": day, "required": True, "metavar": "DATE", "help": "日期"}),
    "on?": (("--on",), {"type": day, "metavar": "DATE", "help": "日期，默认今天"}),
    "facts": (
        ("--facts",),
        {"type": Path, "required": True, "metavar": "FILE", "help": "事实文件（JSON或YAML）"},
    ),
    "from": (("--from",), {"type": day, "required": True, "metavar": "DATE", "help": "期限起算的日期"}),
    "expiry": (("--expiry",), {"type": day, "required": True, "metavar": "DATE", "help": "有效期届满日"}),
    "reckon": (("reckon",), {"choices": ["add", "between"], "help": "推算或计数"}),
    "first": (("first",), {"metavar": "DATE", "help": "日期"}),
    "second": (("second",), {"metavar": "N|DATE", "help": "工作日数，或另一日期"}),
}
ASKED: dict[str, tuple[Callable[[Options], Told], str, str]] = {
    "list": (listed, "有哪些文本", ""),
    "check": (checked, "检查规则包和放假安排", "folder texts"),
    "load": (loaded, "把规则包和放假安排装入数据库", "folder"),
    "resolve": (resolved, "某地某日适用哪个文本", "place regime matter? on packs-only"),
    "show": (shown, "一个文本的全部内容", "PACK"),
    "facts": (facts_told, "一个文本用到的事实", "PACK"),
    "decide": (decided, "按给出的事实审核一个步骤的条件", "pack matter step facts on? packs-only"),
    "steps": (steps_told, "一个事项的步骤", "pack matter"),
    "due": (due_told, "一个步骤的期限何时届满", "pack matter step from"),
    "timers": (timers_told, "有效期前后自动发生的事项", "pack expiry"),
    "workday": (workdays_told, "推算工作日", "reckon first second"),
}
