"""Certificates under the texts of Jilin, Fujian and Xinzhou: who issues, what number they get, what goes upwards."""

from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.certificates.acts.confirming import take_confirmations
from dengji.certificates.acts.issuing import start
from dengji.certificates.facts import certificates_not_found
from dengji.certificates.models import Certificate, Release
from dengji.certificates.terms import CertificateState, EventKind
from dengji.certificates.texts import text_of_release
from dengji.certificates.upward import about, certificates
from dengji.evaluations.acts.voiding import propose_void
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.exchange.acts import receive
from dengji.exchange.models import Request
from dengji.exchange.queries import requests_about
from dengji.filings.models import Filing
from dengji.filings.sheets import Scope
from dengji.filings.terms import Origin
from dengji.messages.models import OutsideMessage
from dengji.messages.outside import switch_outside
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve
from dengji.procedure.acts.receiving import accept
from dengji.procedure.refusals import NotYours
from dengji.procedure.subject import Subject
from dengji.sealing.seals import opened, sealed
from dengji.transparency.models import Entry
from tests.batch import after
from tests.cast import ELECTRICIAN, Cast, given_post
from tests.evaluations.examined import NEXT, centre, given_examining, given_scored
from tests.evaluations.examined import reported as results_of
from tests.evaluations.places import given_at, given_filed
from tests.issue import PUBLISHED_ON, given_batch, given_issued, given_keys, given_released
from tests.road import manager_of, stated, whoever_holds

STAFF = Scope(ELECTRICIAN, "", ("5", "4"), "own_staff")


def given_employers(pack_id: str) -> Filing:
    """A filing of an employer at the place of a text; keys that sign."""
    cast = given_at(pack_id)
    given_keys()
    return given_filed(cast.employer, cast.centre if pack_id == "FJ22" else cast.bureau, STAFF)


@pytest.mark.row("JL25-5", "FJ22-3.1.2b", "XZ24-19", "XZ24-20.1")
@pytest.mark.parametrize("pack_id", ["JL25", "FJ22", "XZ24"])
def test_a_body_issues_on_results_that_stand(db: None, pack_id: str) -> None:
    """Released as they are asked for; the national form of number; their data are reported afterwards."""
    filing = given_employers(pack_id)
    release = given_issued(given_batch(filing, 1))
    found = Certificate.objects.get()
    assert found.number == f"{filing.number}264000001"
    assert release.issuer == filing.institution.organisation
    assert len(requests_about("ministry_network", about(release))) == 1


@pytest.mark.row("FJ22-3.1.2b")
def test_what_the_network_takes_in_is_marked_and_what_it_refuses_named(db: None) -> None:
    """Until it answers, nothing is found on line; an answer that names a row leaves that one not found."""
    filing = given_employers("FJ22")
    Filing.objects.update(origin=Origin.CASE)
    release = given_issued(given_batch(filing))
    assert not_found_of(release) == 2
    request = requests_about("ministry_network", about(release))[0]
    assert take_confirmations(at=NEXT) == 0
    number = Certificate.objects.earliest("pk").number
    answer = {
        "state": "published",
        "published_on": PUBLISHED_ON,
        "number": "1",
        "digest": request.payload["digest"],
    }
    receive(request, answer | {"declined": [{"row": number, "reason": "姓名不符"}]}, at=NEXT)
    assert (take_confirmations(at=NEXT), take_confirmations(at=NEXT)) == (1, 0)
    release.refresh_from_db()
    assert str(release.confirmed_on) == PUBLISHED_ON
    assert release.not_found == [{"row": number, "reason": "姓名不符"}]
    assert not_found_of(release) == 1
    Release.objects.update(not_found=[])
    assert not_found_of(release) == 0


def not_found_of(release: Release) -> int | None:
    """How many certificates of the term a renewal is told are not found on line."""
    filing = release.plan.filing
    body, pack = filing.institution.organisation, text_of_release(release)
    return certificates_not_found(
        Subject(body, pack, "renewal", filing.regime, {}, about=filing.number), NEXT.date()
    )


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft for examination bodies in trial operation; keys that sign."""
    cast = given_at("JLJD")
    given_keys()
    return cast


@pytest.fixture
def approved(jilin: Cast) -> Plan:
    """A batch of an examination body whose scores the centre approved: one of two passed."""
    plan = given_scored(given_examining(jilin), jilin)
    results = results_of(plan)
    accept(results, by=whoever_holds(results), at=NEXT)
    plan.refresh_from_db()
    assert plan.state == PlanState.CHECKED
    return plan


@pytest.mark.row("JLJD-24", "JLJD-26")
def test_in_jilin_the_centre_agrees_and_issues(approved: Plan, jilin: Cast) -> None:
    """Sixteen digits: year, the old code of the province, prefecture, body, level, serial; reported upwards."""
    release = given_released(approved)
    assert release.issuer == jilin.province_centre
    with pytest.raises(NotYours):
        start(release, by=manager_of(approved.filing.institution), at=after(approved, 3))
    release = given_issued(approved)
    number = Certificate.objects.get().number
    filing = approved.filing.number
    assert number == f"2607{approved.filing.place[2:4]}{filing[4:8]}400001"
    assert len(number) == 16
    sent = certificates(Request.objects.get(about=about(release)).payload)["rows"]
    assert [(row["certificate"], row["name"], row["state"]) for row in sent] == [(number, "考生一", "valid")]


@pytest.mark.row("JLJD-31.1")
def test_certificates_of_a_batch_that_is_not_recognised_are_worth_nothing(
    approved: Plan, jilin: Cast, settings: Settings, tmp_path: Path
) -> None:
    """All at once with the decision: in the register, in the log, upwards, to the holder; nothing more is issued."""
    given_issued(approved)
    settings.DENGJI_SMS, settings.DENGJI_SMS_FOLDER = "dengji.messages.fakes.write_line", tmp_path
    authority = approved.filing.authority
    switch_outside(on=True, by=given_post(authority, Role.ADMINISTRATOR, "赵敏"), at=NEXT)
    holder = Candidate.objects.get(lines__certificate__isnull=False)
    Candidate.objects.filter(pk=holder.pk).update(
        sealed=sealed(opened(holder.sealed) | {"phone": "13900000001"})
    )
    case = propose_void(approved, "接到举报", by=centre(jilin), at=NEXT)
    for name, value in (("void_ground", "entry"), ("void_found", True), ("void_statement_heard", True)):
        stated(case, name, value, at=NEXT)
    for words in ("查证属实", "决定不予认定"):
        approve(case, words, by=whoever_holds(case), at=NEXT)
    found = Certificate.objects.get()
    event = found.events.get()
    assert (found.state, event.kind) == (CertificateState.UNRECOGNISED, EventKind.UNRECOGNISE)
    assert "第三十一条" in event.article
    told = OutsideMessage.objects.get(topic="unrecognised")
    assert "不予认定，证书不再有效" in told.text
    assert Entry.objects.count() == 2
    assert Request.objects.filter(about=f"certificate:{found.pk}:2").exists()
