"""The check as an applicant reads it (条件自查): what holds, what to mend and where, what others judge later."""

from collections.abc import Iterable
from dataclasses import dataclass

from dengji.policy.engine.judgement import Judgement, Result
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import OnFail, Section, Source
from dengji.policy.engine.trace import used_in
from dengji.policy.engine.truth import Truth
from dengji.policy.facts import room_of

OTHERS = frozenset({"procedure", "notices"})
"""The rooms whose facts come about only while a case is under way."""
MENDED_IN = {
    Section.BODY: (
        "registered_in_jurisdiction", "independent_legal_person", "other_department", "registration_verified",
        "credit_clean", "dedicated_department", "subsidiaries_declared", "subsidiaries_without_proof",
    ),
    Section.PEOPLE: (
        "full_time_staff", "experts", "examiners", "quality_supervisors", "occupations_without_examiner",
    ),
    Section.VENUES: (
        "theory_venues", "own_theory_venues", "practical_venues", "venues_without_video", "venues_without_safety_proof",
        "occupations_without_venue", "occupations_without_own_venue",
        "occupations_without_equipment", "occupations_without_items",
    ),
    Section.OCCUPATIONS: (
        "occupations_applied", "occupations_outside_groups", "occupations_without_standard",
        "occupations_not_skill_level", "occupations_not_access", "items_not_in_catalogue", "levels_applied",
        "audiences_applied", "occupations_held_already", "occupations_new", "bodies_offering",
    ),
    Section.CHANGES: ("elements_changed",),
    Section.GIVEN_UP: ("occupations_given_up", "occupations_after", "plans_running_given_up"),
    Section.RULES: ("fees_published",),
    Section.FORMS: ("forms_incomplete",),
    Section.DOCUMENTS: ("documents_handed_in", "documents_missing"),
    Section.COMMITMENT: ("commitment_signed", "signed_by_legal_representative"),
}  # fmt: skip
ELSEWHERE = frozenset({Section.DECLARATIONS, Section.PLAN, Section.RESULTS, Section.CERTIFICATES})
"""Parts found otherwise: by the text's own facts what is declared; plans, results, certificates on their own pages."""
NO_PAGE_MENDS = frozenset(
    {
        "kind", "regime", "another_application_open", "round_open", "applied_on", "days_to_expiry", "window_standing",
        "filing_held", "filing_valid", "filings_in_force", "bodies_filed", "batches_in_term", "batches_running",
        "occupations_evaluated", "occupations_filed", "certificates_not_found",
        "certificates_uploaded", "rectification_overdue",
    }
)  # fmt: skip
"""What no part of an application changes: days and rounds, what is filed, evaluated, or found by supervision."""
SECTION_OF = {fact: section for section, facts in MENDED_IN.items() for fact in facts}
ORDER = (Truth.NOT_MET, Truth.UNDETERMINED, Truth.MET, Truth.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Check:
    """One condition (自查条件): what it came to, where the applicant mends it, whether it bars the application."""

    result: Result
    section: Section | None
    bars: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """All conditions (自查结果): those that the applicant can look to, and those that others judge later."""

    own: tuple[Check, ...]
    later: tuple[Result, ...]

    def of(self, truth: Truth) -> tuple[Check, ...]:
        """Those of the applicant's own that came to this."""
        return tuple(check for check in self.own if check.result.standing is truth)

    @property
    def unmet(self) -> tuple[Check, ...]:
        """What stands in the way."""
        return self.of(Truth.NOT_MET)

    @property
    def open(self) -> tuple[Check, ...]:
        """What has still to be filled in or verified."""
        return self.of(Truth.UNDETERMINED)

    @property
    def to_mend(self) -> tuple[Check, ...]:
        """What is not met, then what is not yet known: what the applicant has still to look to."""
        return self.unmet + self.open

    @property
    def settled(self) -> tuple[Check, ...]:
        """What is met, then what does not apply."""
        return self.of(Truth.MET) + self.of(Truth.NOT_APPLICABLE)

    @property
    def barring(self) -> tuple[Check, ...]:
        """What no application can mend: one does not get in with it."""
        return tuple(check for check in self.unmet if check.bars)

    @property
    def sentence(self) -> str:
        """The whole in one sentence: counts, then what they come to."""
        counts = (
            ("已符合", len(self.of(Truth.MET))),
            ("不符合", len(self.unmet)),
            ("还要填写或核验", len(self.open)),
            ("不适用", len(self.of(Truth.NOT_APPLICABLE))),
            ("由主管部门和专家以后判断", len(self.later)),
        )
        said = "，".join(f"{words}{count}项" for words, count in counts if count)
        return f"共{len(self.own) + len(self.later)}项条件：{said}。{self._comes_to()}"

    def in_section(self, section: Section) -> tuple[Check, ...]:
        """What is not met and is mended in a part of the application."""
        return tuple(check for check in self.unmet if check.section is section)

    def _comes_to(self) -> str:
        if self.barring:
            return f"现在申请不会被受理：{_labels(self.barring)}。"
        if self.unmet:
            return f"提交前要办好：{_labels(self.unmet)}。"
        return "填写后即可提交。" if self.open else "没有不符合的条件。"


def checked(judgement: Judgement, pack: Pack) -> Checked:
    """A judgement sorted for the applicant: its own conditions (the unmet first), and what others judge later."""
    later = [result for result in judgement.results if _by_others(result, pack)]
    own = [_check(result, pack) for result in judgement.results if result not in later]
    own.sort(key=lambda check: ORDER.index(check.result.standing))
    return Checked(tuple(own), tuple(later))


def _check(result: Result, pack: Pack) -> Check:
    names = [used.name for used in result.missing]
    names += [used.name for used in used_in(result.holds)] if result.holds else []
    bars = result.condition.on_fail is OnFail.NOT_ACCEPT and result.standing is Truth.NOT_MET
    return Check(result, _section(names, pack), bars)


def _section(names: Iterable[str], pack: Pack) -> Section | None:
    for name in names:
        if name in SECTION_OF:
            return SECTION_OF[name]
        if name in pack.facts and pack.facts[name].from_ is Source.APPLICANT:
            return Section.DECLARATIONS
    return None


def _by_others(result: Result, pack: Pack) -> bool:
    """Whether only others can say: officers, experts, or the case's own way."""
    condition = next(each for each in pack.conditions if each.id == result.id)
    return all(_others_fact(name, pack) for name in facts_in(condition.holds))


def _others_fact(name: str, pack: Pack) -> bool:
    if name in pack.facts:
        return pack.facts[name].from_ is not Source.APPLICANT
    return room_of(name) in OTHERS


def _labels(checks: Iterable[Check]) -> str:
    return "、".join(check.result.label for check in checks)
