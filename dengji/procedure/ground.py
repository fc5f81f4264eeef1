"""What an act stands on (办理依据): a case with its pinned text, its step and the facts known of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from dengji.policy import facts as computed
from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import Facts, FactValue, WrongFact, read_fact
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Condition, Matter, Pack, Panel, Step
from dengji.policy.engine.path import step_of
from dengji.policy.engine.rules import asked_by, facts_in
from dengji.policy.engine.terms import FactKind, Source
from dengji.policy.engine.vocabulary import term_of
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject
from dengji.procedure.terms import Answers


def statable(pack: Pack, name: str, answer: FactValue | None) -> bool:
    """An officer may state a fact that the text asks for, or one that no room can answer."""
    return name in pack.facts or answer is None


def stated(pack: Pack, name: str, value: Any) -> Any:
    """A value as it may be stated of a fact; raises `NotAllowed` for an unknown fact or a value not of its type."""
    if name not in pack.facts and name not in computed.vocabulary():
        raise NotAllowed(f"没有“{name}”这一事实。")
    term = term_of(pack, name)
    try:
        known = read_fact(term, value, source="")
    except WrongFact:
        known = None
    if known is None or (term.choices and term.kind is FactKind.TEXT and known.value not in term.choices):
        raise NotAllowed(f"“{term.label}”的内容填写有误，请重新填写。")
    return value


def facts_for(subject: Subject, names: Iterable[str], on: date) -> Facts:
    """Everything known of these facts on a day: computed, declared by the applicant, stated by an officer."""
    wanted = frozenset(names)
    known: dict[str, FactValue | None] = dict(
        computed.answer(wanted & computed.vocabulary().keys(), subject, on)
    )
    answered = dict(known)
    declared = subject.dossier.get("declarations", {})
    for name in wanted & subject.pack.facts.keys() & declared.keys():
        if subject.pack.facts[name].from_ is Source.APPLICANT:
            known[name] = read_fact(
                term_of(subject.pack, name), declared[name], source=Answers.APPLICANT.label
            )
    for said in subject.statements:
        name = said["fact"]
        if name in wanted and statable(subject.pack, name, answered.get(name)):
            source = Answers(said["answers"]).label
            known[name] = read_fact(term_of(subject.pack, name), said["value"], source=source, at=said["at"])
    return known


@dataclass(frozen=True)
class Ground:
    """A case as an act finds it."""

    case: Case
    on: date

    @cached_property
    def pack(self) -> Pack:
        """The text that the case is pinned to."""
        return pack_of(self.case.edition_id, getattr(self.case, "edition_digest", None))

    @cached_property
    def law(self) -> Pack:
        """The text whose conditions count: that of the steps, but where a transition clause sets them apart."""
        return pack_of(self.case.substance_id) if self.case.substance_id else self.pack

    @property
    def matter(self) -> Matter:
        """The kind of case, as the text orders it."""
        return self.pack.matters[self.case.matter]

    @property
    def step(self) -> Step:
        """The step at which the case stands."""
        return step_of(self.pack, self.case.matter, self.case.step)

    @cached_property
    def subject(self) -> Subject:
        """The applicant with what it last handed in; an application not yet handed in has an empty dossier."""
        if hasattr(self.case, "handed_in"):
            return self.subject_with(self.case.handed_in or {})
        last = self.case.submissions.order_by("-ordinal").values_list("dossier", flat=True).first()
        return self.subject_with(last or {})

    def now_handed_in(self, dossier: dict[str, Any]) -> None:
        """From here on the act stands on a dossier that it has just frozen."""
        self.__dict__["subject"] = self.subject_with(dossier)

    def subject_with(self, dossier: dict[str, object]) -> Subject:
        """The applicant with another dossier: the live one of an application being filled in."""
        case = self.case
        return Subject(case.applicant, self.pack, case.matter, case.regime, dossier, case, about=case.about)

    def article(self) -> str:
        """The label of the article that orders the step."""
        return self.pack.articles[self.step.cite].label

    def panel_rule(self) -> Panel:
        """What the step's group of experts must be."""
        return cast(Panel, self.step.panel)  # the linter refuses a panel step without its panel

    def facts(self, names: Iterable[str]) -> Facts:
        """What is known of these facts on the day."""
        return facts_for(self.subject, names, self.on)

    def answered(self, fact: str) -> FactValue | None:
        """What a room itself answers on the day, whatever anybody stated."""
        return computed.answer((fact,), self.subject, self.on).get(fact)

    def asking(self, fact: str) -> Pack:
        """The text that asks for a fact: that of the conditions, but where only that of the steps knows it."""
        return self.pack if fact in self.pack.facts and fact not in self.law.facts else self.law

    def label(self, fact: str) -> str:
        """A fact's Chinese label."""
        return term_of(self.asking(fact), fact).label

    def condition(self, name: str) -> Condition | None:
        """A condition of the text whose conditions count; None where it has none of that name."""
        return next((each for each in self.law.conditions if each.id == name), None)

    def cited(self, condition: Condition) -> str:
        """The article of a condition for the record: its key, or its label where it stands in another text."""
        return condition.cite if self.law is self.pack else self.law.articles[condition.cite].label[:40]

    def judged(self, conditions: Iterable[str], subject: Subject | None = None) -> Judgement:
        """Judge conditions of the text by the facts known on the day."""
        ids, law = tuple(conditions), self.law
        whom = subject or self.subject
        if law is not self.pack:
            ids, whom = self._in_law(ids), replace(whom, pack=law)
        facts = facts_for(whom, asked_by(law, ids), self.on)
        return judge(law, ids, facts, waived=self._waived(ids))

    def _in_law(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The conditions that the other text sets at the same step; where it has none there, those of the same name."""
        matter = self.law.matters.get(self.case.matter)
        step = next((each for each in matter.steps if each.id == self.case.step), None) if matter else None
        known = {each.id for each in self.law.conditions}
        return tuple(step.conditions) if step else tuple(name for name in ids if name in known)

    def _waived(self, ids: tuple[str, ...]) -> frozenset[str]:
        """The conditions to which an exception was made: where the text wants two persons, by both."""
        waivable = {each.id: each for each in self.law.conditions if each.waivable and each.id in ids}
        if not waivable:
            return frozenset()
        made = self.case.waivers.filter(condition__in=waivable).values_list("condition", "seconded_by")
        return frozenset(name for name, second in made if second or not waivable[name].two_persons)


def branch_facts(ground: Ground) -> Facts:
    """The facts on which the way through the procedure depends."""
    return ground.facts({name for step in ground.matter.steps for name in facts_in(step.applies)})


def judged_for(subject: Subject, conditions: Iterable[str], on: date) -> Judgement:
    """Judge conditions for an applicant that has no case yet, or whose application is still being filled in."""
    ids = tuple(conditions)
    return judge(subject.pack, ids, facts_for(subject, asked_by(subject.pack, ids), on))
