"""What an application says (申请事实): of its occupations, documents, commitment, round and standing filings."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dengji.filings.forms import complete, forms_of
from dengji.filings.models import Filing
from dengji.filings.terms import Audience, FilingState
from dengji.occupations.levels import Labels
from dengji.policy.engine.evaluate import weigh
from dengji.policy.engine.pack import Material
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.truth import Truth
from dengji.policy.facts import fact
from dengji.procedure.ground import facts_for
from dengji.procedure.models import Case
from dengji.procedure.queries import round_of
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState

SKILL_GROUPS = frozenset("3456")
"""The major groups whose occupations are skill occupations (大典第三至六大类)."""


def _occupations(subject: Subject) -> list[Mapping[str, Any]] | None:
    """The occupations applied for; before anything is applied for, not known."""
    return subject.dossier.get("occupations")


def _names(subject: Subject, wrong: Callable[[Mapping[str, Any]], bool]) -> list[str] | None:
    rows = _occupations(subject)
    return None if rows is None else list(dict.fromkeys(row["name"] for row in rows if wrong(row)))


def _covered(subject: Subject, part: str, key: str) -> set[str] | None:
    """The occupation codes that a part of the dossier covers, unless there is no such part yet."""
    rows = subject.dossier.get(part)
    if rows is None:
        return None
    codes = [row[key] if isinstance(row[key], list) else [row[key]] for row in rows]
    return {code for row in codes for code in row}


def _uncovered(subject: Subject, part: str, key: str = "occupation") -> list[str] | None:
    covered = _covered(subject, part, key)
    return None if covered is None else _names(subject, lambda row: row["code"] not in covered)


@fact("occupations_applied", kind=FactKind.INTEGER, label="申报职业数", unit="个")
def occupations_applied(subject: Subject, on: date) -> int | None:
    """How many occupations are applied for (申报职业数)."""
    rows = _occupations(subject)
    return None if rows is None else len({row["code"] for row in rows})


@fact("occupations_outside_groups", kind=FactKind.TEXTS, label="不在第三至六大类的职业")
def occupations_outside_groups(subject: Subject, on: date) -> list[str] | None:
    """The occupations outside major groups 3 to 6, or in no classification at all."""
    return _names(subject, lambda row: not row["special_item"] and row["group"] not in SKILL_GROUPS)


@fact("occupations_without_standard", kind=FactKind.TEXTS, label="无国家职业标准或备案评价规范的职业")
def occupations_without_standard(subject: Subject, on: date) -> list[str] | None:
    """The occupations that have neither a national standard nor a filed norm."""
    return _names(subject, lambda row: not row["special_item"] and row["standard"] is None)


@fact("occupations_not_skill_level", kind=FactKind.TEXTS, label="不属水平评价类的职业")
def occupations_not_skill_level(subject: Subject, on: date) -> list[str] | None:
    """The occupations that are not evaluated by skill level (非水平评价类)."""
    return _names(subject, lambda row: row["mark"] not in ("skill_level", "both"))


@fact("occupations_not_access", kind=FactKind.TEXTS, label="不属准入类的职业")
def occupations_not_access(subject: Subject, on: date) -> list[str] | None:
    """The occupations that are no access-type qualifications (非准入类)."""
    return _names(subject, lambda row: row["mark"] not in ("access", "both"))


@fact("items_not_in_catalogue", kind=FactKind.TEXTS, label="不在目录内的专项职业能力项目")
def items_not_in_catalogue(subject: Subject, on: date) -> list[str] | None:
    """What is applied for as a special ability and stands in no catalogue."""
    return _names(subject, lambda row: not row["special_item"])


@fact("occupations_without_examiner", kind=FactKind.TEXTS, label="没有对应考评人员的职业")
def occupations_without_examiner(subject: Subject, on: date) -> list[str] | None:
    """The occupations for which no examiner of the body holds a valid qualification."""
    members = subject.dossier.get("members")
    if members is None:
        return None
    held = {
        each["occupation"]
        for member in members
        if "examiner" in member["roles"]
        for each in member["qualifications"]
        if not each["valid_until"] or each["valid_until"] >= on.isoformat()
    }
    return _names(subject, lambda row: row["code"] not in held)


@fact("occupations_without_venue", kind=FactKind.TEXTS, label="没有对应实操考场的职业")
def occupations_without_venue(subject: Subject, on: date) -> list[str] | None:
    """The occupations that no practical venue serves."""
    venues = subject.dossier.get("venues")
    if venues is None:
        return None
    served = {code for venue in venues if venue["kind"] == "practical" for code in venue["occupations"]}
    return _names(subject, lambda row: row["code"] not in served)


@fact("occupations_without_own_venue", kind=FactKind.TEXTS, label="没有自有实操考场的职业")
def occupations_without_own_venue(subject: Subject, on: date) -> list[str] | None:
    """The occupations that no practical venue of the body's own serves (自有场地)."""
    venues = subject.dossier.get("venues")
    if venues is None:
        return None
    own = [venue for venue in venues if venue["kind"] == "practical" and venue["tenure"] == "own"]
    served = {code for venue in own for code in venue["occupations"]}
    return _names(subject, lambda row: row["code"] not in served)


@fact("occupations_without_equipment", kind=FactKind.TEXTS, label="没有对应设备的职业")
def occupations_without_equipment(subject: Subject, on: date) -> list[str] | None:
    """The occupations for which no equipment is listed."""
    return _uncovered(subject, "equipment")


@fact("occupations_without_items", kind=FactKind.TEXTS, label="没有题库或试题来源的职业")
def occupations_without_items(subject: Subject, on: date) -> list[str] | None:
    """The occupations for which no source of test items is given."""
    return _uncovered(subject, "item_banks")


@fact("levels_applied", kind=FactKind.TEXTS, label="申报等级", choices=Labels())
def levels_applied(subject: Subject, on: date) -> list[str] | None:
    """The levels applied for, as codes."""
    rows = _occupations(subject)
    return None if rows is None else sorted({level for row in rows for level in row["levels"]})


@fact("audiences_applied", kind=FactKind.TEXTS, label="评价对象", choices=dict(Audience.choices))
def audiences_applied(subject: Subject, on: date) -> list[str] | None:
    """Whom the body wants to evaluate, as codes."""
    rows = _occupations(subject)
    return None if rows is None else sorted({row["audience"] for row in rows})


@fact("documents_handed_in", kind=FactKind.TEXTS, label="已提交材料")
def documents_handed_in(subject: Subject, on: date) -> list[str] | None:
    """The headings under which files were handed in, and those for which a form that is filled in stands.

    Before there is an application, not known.
    """
    documents = subject.dossier.get("documents")
    if documents is None:
        return None
    filled_in = complete(subject.pack, subject.matter, subject.dossier)
    return sorted({*(key for key, files in documents.items() if files), *filled_in})


@fact("documents_missing", kind=FactKind.TEXTS, label="缺少的材料")
def documents_missing(subject: Subject, on: date) -> list[str] | None:
    """The materials that the text asks of this applicant and that were not handed in; their labels."""
    handed_in = subject.dossier.get("documents")
    if handed_in is None:
        return None
    steps = subject.pack.matters[subject.matter].steps
    online = {annex.document for annex in forms_of(subject.pack, subject.matter).values()}
    asked = dict.fromkeys(key for step in steps for key in step.documents if key not in online)
    lacking = [subject.pack.documents[key] for key in asked if not handed_in.get(key)]
    return [material.label for material in lacking if asked_of(subject, material, on)]


def applies_to(subject: Subject, material: Material, on: date) -> Truth:
    """Whether a material is for this applicant at all (适用情形); undetermined while that is not known."""
    if material.applies is None:
        return Truth.MET
    facts = facts_for(subject, facts_in(material.applies), on)
    return weigh(subject.pack, material.applies, facts).truth


def asked_of(subject: Subject, material: Material, on: date) -> bool:
    """Whether a material is asked of this applicant: it applies, and no verified fact replaces it (网上核验)."""
    if applies_to(subject, material, on) is not Truth.MET:
        return False
    if material.satisfied_by is None:
        return True
    verified = facts_for(subject, (material.satisfied_by,), on).get(material.satisfied_by)
    return not (verified and verified.value is True)


@fact("commitment_signed", kind=FactKind.BOOLEAN, label="已签署承诺")
def commitment_signed(subject: Subject, on: date) -> bool | None:
    """Whether the commitment to truth was signed (承诺)."""
    commitment = subject.dossier.get("commitment")
    return None if commitment is None else bool(commitment["signed_at"])


@fact("signed_by_legal_representative", kind=FactKind.BOOLEAN, label="法定代表人已签字确认")
def signed_by_legal_representative(subject: Subject, on: date) -> bool | None:
    """Whether the legal representative confirmed the application (法定代表人签字)."""
    commitment = subject.dossier.get("commitment")
    return (
        None if commitment is None else bool(commitment["signed_at"] and commitment["legal_representative"])
    )


@fact("another_application_open", kind=FactKind.BOOLEAN, label="同一事项另有在办申请")
def another_application_open(subject: Subject, on: date) -> bool | None:
    """Whether the body has another application of the same matter under way."""
    asked = {"matter": subject.matter, "regime": subject.regime, "about": subject.about}
    others = Case.objects.filter(applicant=subject.applicant, **asked)
    if subject.case is not None:
        others = others.exclude(pk=subject.case.pk)
    return others.exclude(state=CaseState.ENDED).exists()


@fact("round_open", kind=FactKind.BOOLEAN, label="处于申报批次开放期")
def round_open(subject: Subject, on: date) -> bool | None:
    """Whether the application belongs to a round, or could join one, that is open on the day (申报批次)."""
    if (
        subject.case is not None
        and subject.case.round_id is not None
        and subject.case.received_on is not None
    ):
        return True
    return round_of(subject, on) is not None


@fact("filings_in_force", kind=FactKind.INTEGER, label="有效备案数", unit="个")
def filings_in_force(subject: Subject, on: date) -> int | None:
    """How many filings of the body under the same regime are in force on the day (有效备案数)."""
    filings = Filing.objects.filter(institution=subject.applicant.pk, regime=subject.regime)
    return filings.filter(state=FilingState.IN_FORCE).exclude(valid_until__lt=on).count()
