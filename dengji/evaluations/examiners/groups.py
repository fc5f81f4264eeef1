"""What a group of examiners must be (考评组规则), by the text and by the standard: pure, over what a dossier says.

Each fault names who it is about, the article, and what helps. An examiner is a row of the dossier's assignments with
`examiner`, as `rosters.told_of` writes it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dengji.evaluations.terms import EXAMINING, Task
from dengji.institutions.terms import TitleLevel
from dengji.occupations.levels import label
from dengji.occupations.standards import ExamRules
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.practice import Group, Qualified
from dengji.workdays.words import in_words

Row = Mapping[str, Any]
STANDARD = "评价依据的标准"
ANOTHER = "请换一名考评员"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a group from acting (考评组问题); `who` is empty where it is about the group."""

    who: str
    says: str
    article: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.who or '考评组'}：{self.says}（{self.article}），{self.remedy}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan asks of its group (考评组要求): occupation, level, days, size, and the text's own words."""

    code: str
    name: str
    level: str
    starts_on: date | None
    ends_on: date | None
    least: int
    odd: bool
    group: Group | None
    articles: Mapping[str, str]

    @property
    def article(self) -> str:
        """The article on groups; the standard where the text says nothing of them."""
        return self.articles[self.group.cite] if self.group else STANDARD

    def qualified(self) -> Qualified | None:
        """What the text asks of whoever examines the plan's level, if it asks anything."""
        rules = self.group.qualified if self.group else []
        return next((each for each in rules if self.level in each.levels), None)


def asked_of(said: Row, pack: Pack | None, rules: ExamRules) -> Asked:
    """What the text and the standard ask of the group of a plan, as the plan's dossier says it."""
    group = pack.practice.group if pack and pack.practice else None
    return Asked(
        said["code"],
        said["name"],
        said["level"],
        _day(said.get("starts_on")),
        _day(said.get("ends_on")),
        max(rules.group_least, group.least if group else 0),
        rules.group_odd or (group is not None and group.odd),
        group,
        {key: each.label for key, each in pack.articles.items()} if pack else {},
    )


def examining(rows: Sequence[Row]) -> list[Row]:
    """Those of the plan's people who score (考评人员)."""
    return [row for row in rows if row["task"] in EXAMINING]


def faults(rows: Sequence[Row], asked: Asked) -> list[Fault]:
    """Everything that keeps the plan's examiners from acting: of the group first, then of each; empty if nothing."""
    people = examining(rows)
    return [*group_faults(people, asked), *(each for row in people for each in person_faults(row, asked))]


def group_faults(people: Sequence[Row], asked: Asked) -> list[Fault]:
    """What is wrong with the group as a whole: its size, its head, somebody who stands in it twice."""
    same = Counter(row["identity"] or f"{row['member']}/{row['registered']}" for row in people)
    size, heads = len(same), sum(row["task"] == Task.HEAD_EXAMINER for row in people)
    found = []
    if size < asked.least:
        found.append(Fault("", f"有{size}人，少于{asked.least}人", asked.article, "请补足考评员"))
    if asked.odd and size % 2 == 0 and size >= asked.least:
        found.append(Fault("", f"有{size}人，不是单数", asked.article, "请增加或者减少1名考评员"))
    if heads != 1:
        found.append(
            Fault("", "没有考评组长" if not heads else "考评组长不止1人", asked.article, "请指定1名考评组长")
        )
    twice = {row["name"] for row in people if same[row["identity"]] > 1}
    found += [Fault(name, "在考评组里安排了两次", asked.article, "请取消其中一次") for name in sorted(twice)]
    return found


def person_faults(row: Row, asked: Asked) -> list[Fault]:
    """What keeps one examiner from acting in the plan: register, card, occupation, level, days, ties, other plans."""
    told, name = row["examiner"], row["name"]
    found = _papers(name, told, asked)
    found += [Fault(name, says, asked.article, f"应当回避，{ANOTHER}") for says in told["ties"]]
    if asked.group is not None and asked.group.outside and told["own"]:
        found.append(Fault(name, "是本机构人员", asked.article, f"应当回避，{ANOTHER}"))
    found += [
        Fault(name, f"同一天另有任务：{says}", asked.article, f"{ANOTHER}，或者调整日期")
        for says in told["elsewhere"]
    ]
    return found


def _papers(name: str, told: Row, asked: Asked) -> list[Fault]:
    """What is wrong with somebody's papers: the register's, or where the text does not ask for it the body's own."""
    registered, member = told["registered"], told["member"]
    must = asked.group is not None and asked.group.registered
    if must and (registered is None or not registered["province"]):
        return [Fault(name, "没有登记在全省考评员登记中", asked.article, f"请先办理登记，或者{ANOTHER[1:]}")]
    ways = [_of_register(name, registered, asked)] if registered else []
    if member and not must:
        ways.append(_of_member(name, member, asked))
    return min(ways, key=len) if ways else [Fault(name, "没有考评员证卡", asked.article, ANOTHER)]


def _of_register(name: str, registered: Row, asked: Asked) -> list[Fault]:
    found = _not_on_those_days(name, registered, asked)
    held = [each for each in registered["held"] if _same(asked, each["occupation"])]
    return found + _ability(name, held, asked, any_card=bool(held))


def _of_member(name: str, member: Row, asked: Asked) -> list[Fault]:
    """A member needs a card of the occupation that is valid on every day; one that names none goes for any."""
    cards = [each for each in member["cards"] if not each["occupation"] or _same(asked, each["occupation"])]
    last = max((each["until"] or "9999" for each in cards), default="9999")
    held = [each for each in member["held"] if _lasts(each["until"], asked)]
    held = [each for each in held if not each["occupation"] or _same(asked, each["occupation"])]
    found = _ability(name, held, asked, any_card=bool(cards))
    return found if _lasts(last, asked) else [*found, _ends_early(name, last, asked)]


def _same(asked: Asked, occupation: str) -> bool:
    free = asked.group is not None and not asked.group.same_occupation
    return free or occupation == asked.code


def _lasts(until: str | None, asked: Asked) -> bool:
    return not until or asked.ends_on is None or until >= asked.ends_on.isoformat()


def _not_on_those_days(name: str, registered: Row, asked: Asked) -> list[Fault]:
    """Whoever does not stand in the register on the first day or on the last, or is taken out between them."""
    if asked.starts_on is None or asked.ends_on is None:
        return []
    found = []
    if registered["from"] > asked.starts_on.isoformat():
        day = in_words(date.fromisoformat(registered["from"]))
        found.append(Fault(name, f"考评员登记自{day}起有效，晚于评价开始日", asked.article, ANOTHER))
    if registered["until"] < asked.ends_on.isoformat():
        found.append(_ends_early(name, registered["until"], asked))
    if registered["removed_on"] and registered["removed_on"] <= asked.ends_on.isoformat():
        day = in_words(date.fromisoformat(registered["removed_on"]))
        found.append(Fault(name, f"已于{day}移出考评员登记", asked.article, ANOTHER))
    return found


def _ends_early(name: str, until: str, asked: Asked) -> Fault:
    day = in_words(date.fromisoformat(until))
    return Fault(
        name, f"考评员证卡有效期至{day}，不到评价结束日", asked.article, f"请办理续期，或者{ANOTHER[1:]}"
    )


def _ability(name: str, held: Sequence[Row], asked: Asked, *, any_card: bool) -> list[Fault]:
    """Whether somebody may examine this occupation, and holds what the text asks for this level."""
    if not any_card:
        return [Fault(name, f"没有{asked.name}的考评资格", asked.article, ANOTHER)]
    rule = asked.qualified()
    if rule is None or any(
        each["level"] in rule.certificates or each["title"] in rule.titles for each in held
    ):
        return []
    says = f"考评{label(asked.level)}的，应当持有{_in_words(rule)}"
    return [Fault(name, says, asked.articles[rule.cite], f"请补登证书，或者{ANOTHER[1:]}")]


def _in_words(rule: Qualified) -> str:
    certificates = "、".join(label(each) for each in rule.certificates)
    titles = "、".join(str(TitleLevel(each).label) for each in rule.titles)
    said = [f"{certificates}证书" if certificates else "", f"{titles}职称" if titles else ""]
    return "，或者".join(each for each in said if each)


def _day(said: str | date | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) and said else said or None
