"""What the texts say, told for a terminal (文本内容): each answer as JSON values and as lines to read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from dengji.policy.engine.choose import Candidate, Choice
from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import Facts, spoken
from dengji.policy.engine.loader import LoadedPack, canonical
from dengji.policy.engine.pack import Pack, Step
from dengji.policy.engine.path import step_of, steps_of
from dengji.policy.engine.rules import leaves_in, rules_of
from dengji.policy.engine.timing import dated, due, period_of
from dengji.policy.engine.trace import Used
from dengji.policy.engine.vocabulary import term_of
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.words import in_words, period_in_words


class Told(NamedTuple):
    """An answer: JSON values, and lines for people."""

    data: Any
    lines: Sequence[str]


def texts(packs: Iterable[LoadedPack]) -> Told:
    """Every text with its place, its stage and its days."""
    data = [_text(loaded.pack) | {"sha256": loaded.sha256} for loaded in packs]
    lines = [
        f"{each['id']}  {each['jurisdiction']}  {each['stage_label']}  "
        f"{each['from'] or '—'}至{each['to'] or '—'}  《{each['title']}》{each['number']}"
        for each in data
    ]
    return Told(data, lines)


def _text(pack: Pack) -> dict[str, Any]:
    """What tells a text from others."""
    return {
        "id": pack.id,
        "number": pack.number,
        "title": pack.title,
        "issuer": pack.issuer,
        "jurisdiction": pack.jurisdiction,
        "regimes": [regime.value for regime in pack.regimes],
        "stage": pack.stage.value,
        "stage_label": pack.stage.label,
        "from": _iso(pack.effective.from_),
        "to": _iso(pack.effective.to),
        "matters": {name: matter.title for name, matter in pack.matters.items()},
    }


def whole(loaded: LoadedPack) -> Told:
    """A text, whole."""
    pack = loaded.pack
    lines = [f"《{pack.title}》{pack.number}", pack.summary, f"SHA-256 {loaded.sha256}", "", "条款"]
    lines += [f"  {article.label}  {article.says}" for article in pack.articles.values()]
    lines += ["", "参数"]
    lines += [
        f"  {each.label}：{spoken(each.value)}（{_label(pack, each.cite)}）"
        for each in pack.parameters.values()
    ]
    lines += ["", "理解口径"]
    lines += [f"  {each.question} 采用：{each.chosen}" for each in pack.interpretations.values()]
    lines += ["", "条件"]
    lines += [f"  {each.id}  {each.label}（{_label(pack, each.cite)}）" for each in pack.conditions]
    return Told({"sha256": loaded.sha256, "file": loaded.file, "pack": canonical(pack)}, lines)


def facts_of(pack: Pack) -> Told:
    """The facts that a text rests on: who answers each, and what it is for."""
    uses: dict[str, list[str]] = {}
    for rule, place in rules_of(pack):
        about = pack.conditions[int(place[1])].id if place[0] == "conditions" else ".".join(map(str, place))
        for test, _ in leaves_in(rule, ()):
            for name in filter(None, (test.fact, test.of)):
                uses.setdefault(name, []).append(about)
    data = [_fact(pack, name, uses.get(name, [])) for name in sorted({*uses, *pack.facts})]
    return Told(data, [f"{each['name']}  {each['kind']}  {each['label']}  {each['from']}" for each in data])


def _fact(pack: Pack, name: str, uses: list[str]) -> dict[str, Any]:
    """One fact of a text."""
    term = term_of(pack, name)
    asked = pack.facts.get(name)
    return {
        "name": name,
        "kind": term.kind.value,
        "label": term.label,
        "from": asked.from_.value if asked else "computed",
        "asks": asked.asks if asked else "",
        "used_by": list(dict.fromkeys(uses)),
    }


def chosen(choice: Choice) -> Told:
    """Which text governs, and why; every text looked at."""
    governing = choice.governing
    considered = [
        {"id": each.candidate.pack.id, "governs": each.governs, "sentence": each.sentence}
        for each in choice.considered
    ]
    data = {
        "governing": governing.pack.id if governing else None,
        "sentence": choice.sentence(),
        "considered": considered,
    }
    others = [each.sentence for each in choice.considered if governing and not each.governs]
    return Told(data, [choice.sentence(), *others])


def decided(pack: Pack, step: Step, facts: Facts, standing: Choice) -> Told:
    """What the conditions of a step come to, each with its article, its facts and what would help."""
    judgement = judge(pack, step.conditions, facts)
    data = {
        "pack": pack.id,
        "step": step.id,
        "on": standing.question.on.isoformat(),
        "text": standing.sentence(),
        **judgement.to_json(),
    }
    lines = [judgement.sentence()]
    for result in judgement.results:
        lines.append(f"[{result.truth.label}] {result.label}（{result.condition.article}）：{result.says}")
        lines += [f"    依据：{used.label}＝{_value(pack, used)}" for used in result.used]
        if result in judgement.unmet:
            lines.append(f"    怎样才能符合：{result.remedy}")
    return Told(data, [*lines, standing.sentence()])


def _value(pack: Pack, used: Used) -> str:
    """A used fact's value as people say it."""
    return spoken(used.fact.value if used.fact else None, term_of(pack, used.name).choices)


def path(pack: Pack, matter: str) -> Told:
    """The steps of a matter, who acts, in what time, and where each outcome leads."""
    data = [_step(pack, step) for step in steps_of(pack, matter)]
    lines = [f"{pack.matters[matter].title}（《{pack.title}》）"]
    for each in data:
        limit = f"，期限{each['clock_label']}" if each["clock"] else ""
        lines.append(f"{each['id']}  {each['title']}：{each['actor_label']}办理（{each['article']}）{limit}")
        lines += [f"    {outcome['label']} → {outcome['leads_to']}" for outcome in each["outcomes"].values()]
    return Told(data, lines)


def _step(pack: Pack, step: Step) -> dict[str, Any]:
    """One step."""
    outcomes = {
        verb.value: {
            "label": outcome.label or verb.label,
            "leads_to": outcome.goto or outcome.return_to or (outcome.end.value if outcome.end else None),
            "ends": outcome.end is not None,
        }
        for verb, outcome in step.outcomes.items()
    }
    return {
        "id": step.id,
        "title": step.title,
        "kind": step.kind.value,
        "actor": step.actor,
        "actor_label": pack.actors[step.actor].label,
        "cite": step.cite,
        "article": _label(pack, step.cite),
        "conditions": list(step.conditions),
        "documents": list(step.documents),
        "clock": step.clock.model_dump(mode="json") if step.clock else None,
        "clock_label": period_in_words(period_of(step.clock.length)) if step.clock else "",
        "otherwise": step.otherwise,
        "outcomes": outcomes,
    }


def due_on(pack: Pack, matter: str, step: str, trigger: date, calendar: WorkCalendar) -> Told | None:
    """When a step's statutory period ends; None where the text sets none."""
    clock = step_of(pack, matter, step).clock
    if clock is None:
        return None
    reckoned = due(clock, trigger=trigger, calendar=calendar)
    data = {
        "from": trigger.isoformat(),
        "due": reckoned.day.isoformat(),
        "provisional": reckoned.provisional,
        "n": clock.length.n,
        "unit": clock.length.unit,
        "article": _label(pack, clock.cite),
    }
    period = period_in_words(period_of(clock.length))
    said = f"{in_words(trigger)}的次日起{period}，至{in_words(reckoned.day)}届满（{data['article']}）"
    return Told(data, [said + _unsure(reckoned.provisional)])


def timers(pack: Pack, expiry: date, calendar: WorkCalendar) -> Told:
    """What happens by itself around an expiry day, by day."""
    found = dated(pack, anchor="expiry", on=expiry, calendar=calendar)
    data = [
        {
            "id": each.timer.id,
            "label": each.timer.label,
            "on": each.on.isoformat(),
            "provisional": each.provisional,
            "effect": list(each.timer.effect),
            "article": _label(pack, each.timer.cite),
        }
        for each in found
    ]
    lines = [
        f"{in_words(each.on)}  {each.timer.label}（{_label(pack, each.timer.cite)}）"
        + _unsure(each.provisional)
        for each in found
    ]
    return Told(data, lines or ["这个文本没有随有效期自动发生的事项。"])


def workday_after(day: date, n: int, calendar: WorkCalendar) -> Told:
    """The n-th working day after a day, or before it."""
    reckoned = calendar.add(day, n)
    data = {
        "from": day.isoformat(),
        "n": n,
        "day": reckoned.day.isoformat(),
        "provisional": reckoned.provisional,
    }
    return Told(data, [in_words(reckoned.day) + _unsure(reckoned.provisional)])


def workdays_between(start: date, end: date, calendar: WorkCalendar) -> Told:
    """The working days after the first day, up to and including the second."""
    count, unsure = calendar.count(start, end), calendar.provisional(start, end)
    data = {"from": start.isoformat(), "to": end.isoformat(), "count": count, "provisional": unsure}
    return Told(data, [f"{count}个工作日" + _unsure(unsure)])


def candidates(packs: Iterable[LoadedPack]) -> list[Candidate]:
    """The packs of a folder as texts to choose from."""
    return [Candidate(loaded.pack) for loaded in packs]


def _label(pack: Pack, cite: str) -> str:
    """An article's label."""
    return pack.articles[cite].label


def _iso(day: date | None) -> str | None:
    """A day in ISO form, if there is one."""
    return day.isoformat() if day else None


def _unsure(provisional: bool) -> str:
    """What stands behind a day that rests on an unpublished year."""
    return "（暂定，放假安排尚未公布）" if provisional else ""
