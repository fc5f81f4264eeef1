"""What the public pages stand on: the texts as they ship, filings, a case in publicity, letters."""

from datetime import date, datetime
from typing import Any

from dengji.filings.models import FiledVenue, Filing, ScopeRow
from dengji.institutions.models import Institution
from dengji.notices.models import Publicity
from dengji.people.models import Organisation
from dengji.policy.models import Edition
from dengji.procedure.models import Case, Event, Letter, Submission
from dengji.procedure.terms import CaseState
from tests.cast import AT, CHINA, ELECTRICIAN, TURNER, Cast
from tests.texts import given_shipped_texts as given_texts
from tests.texts import text

__all__ = ["given_texts", "text"]
TODAY = "2026-11-18 10:00+08:00"
ON = date(2026, 11, 18)
OPENED, LAST = date(2026, 11, 16), date(2026, 11, 23)
OCCUPATIONS = [
    {"code": ELECTRICIAN, "name": "电工", "work_type": "", "levels": ["5", "4"], "audience": "own_staff"},
    {"code": TURNER, "name": "车工", "work_type": "数控车工", "levels": ["3"], "audience": "own_staff"},
]


def given_filing(institution: Institution, authority: Organisation, number: str, **changes: Any) -> Filing:
    """A filing in force with two occupations and a venue."""
    fields: dict[str, Any] = {
        "regime": "skill_level",
        "granted_on": date(2025, 3, 3),
        "valid_from": date(2025, 3, 3),
        "valid_until": date(2028, 3, 2),
        "place": institution.organisation.division_id,
    }
    filing = Filing.objects.create(
        number=number, institution=institution, authority=authority, **fields | changes
    )
    ScopeRow.objects.bulk_create(
        ScopeRow(filing=filing, from_on=filing.valid_from, **row) for row in OCCUPATIONS
    )
    FiledVenue.objects.create(
        filing=filing, name="一号机房", kind="theory", address="建设街1号", from_on=filing.valid_from
    )
    return filing


def given_case(cast: Cast, pack_id: str = "JL25", step: str = "publicity", **changes: Any) -> Case:
    """An employer's case under a text, handed in."""
    fields: dict[str, Any] = {
        "number": f"SL{Case.objects.count() + 1}",
        "edition": Edition.objects.current().get(pack_id=pack_id),
        "matter": "initial",
        "regime": "skill_level",
        "step": step,
        "state": CaseState.OPEN,
        "applicant": cast.employer.organisation,
        "body_kind": "employer",
        "place": cast.county.code,
        "holder": cast.bureau,
        "holder_role": "reviewer",
        "office": cast.bureau,
        "opened_at": AT,
        "entered_on": OPENED,
    }
    case = Case.objects.create(**fields | changes)
    Submission.objects.create(
        case=case, ordinal=1, dossier={"occupations": OCCUPATIONS}, sha256="0" * 64, by=cast.manager, at=AT
    )
    return case


def given_publicity(case: Case, **changes: Any) -> Publicity:
    """The publicity of a case, open from Monday the 16th to the Monday after."""
    fields: dict[str, Any] = {
        "title": "松江机械制造有限公司首次评估备案公示",
        "text": "拟对该单位准予备案，现予公示。",
        "authority": case.holder,
        "opened_on": OPENED,
        "last_day": LAST,
    }
    return Publicity.objects.create(case=case, **fields | changes)


def given_letter(case: Case, kind: str, title: str, number: str = "") -> Letter:
    """A letter of a case, signed by its holder."""
    event = Event.objects.create(
        case=case, ordinal=case.events.count() + 1, act="issue", label=title, step=case.step, at=AT
    )
    return Letter.objects.create(
        case=case,
        event=event,
        key=kind,
        kind=kind,
        title=title,
        number=number,
        authority=case.holder,
        addressee=case.applicant.name,
        paragraphs=[f"{case.applicant.name}：", "理由写在这里。"],
        issued_on=ON,
    )


def moment(text: str) -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)
