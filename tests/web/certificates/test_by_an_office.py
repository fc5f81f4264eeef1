"""Certificates that an office issues: the roll returned and handed in anew, taken back, issued and put right by two."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from dengji.certificates.models import Amendment, Certificate, Line, Release
from dengji.certificates.terms import CertificateState, ReleaseState
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import CERTIFICATES, RESULTS
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.acts import receiving
from dengji.procedure.acts.receiving import Correction
from dengji.procedure.models import Case
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from dengji.transparency.acts import publish_head
from tests.batch import decided
from tests.cast import AT, Cast, given_post
from tests.evaluations.examined import NEXT, given_examining, given_scored, reported
from tests.evaluations.places import given_at
from tests.issue import given_keys
from tests.road import manager_of, whoever_holds
from tests.web.office.desk import browser_of, opened, sent, well_built


@pytest.fixture
def plan(db: None) -> Iterator[Plan]:
    """A batch of an examination body in Jilin: one of two passed, the results checked."""
    cast: Cast = given_at("JLJD")
    given_keys()
    make_key(Purpose.DOCUMENT, by=None, at=AT)
    with time_machine.travel(NEXT, tick=False):
        plan = given_scored(given_examining(cast), cast)
        reported(plan)
        decided(plan, RESULTS, at=NEXT)
        yield plan


@pytest.fixture
def head(plan: Plan) -> Post:
    """The head of the body."""
    return manager_of(plan.filing.institution)


def asked(plan: Plan, head: Post) -> Release:
    """Certificates asked for at the desk."""
    assert sent(head, reverse("certificates:ask", args=[plan.token])).status_code == 302
    return Release.objects.latest("pk")


def at(name: str, release: Release) -> str:
    """The address of a page of a release."""
    return reverse(f"certificates:{name}", args=[release.token])


def case_of(release: Release) -> Case:
    """Its case, as it stands now."""
    assert release.case is not None
    release.case.refresh_from_db()
    return release.case


def test_a_roll_that_was_returned_is_handed_in_anew(plan: Plan, head: Post) -> None:
    """The case leads to the batch's certificates; the same release goes on with a roll made anew."""
    release = asked(plan, head)
    case = case_of(release)
    items = [Correction(CERTIFICATES, "请核对姓名")]
    receiving.return_for_correction(case, items, by=whoever_holds(case), at=NEXT)
    page = reverse("certificates:plan", args=[plan.token])
    assert page in opened(head, reverse("body:case", args=[case.token]))
    assert "重新报送名册" in opened(head, page)
    assert "名册已退回" in opened(head, at("release", release))
    assert asked(plan, head) == release
    assert Line.objects.filter(release=release).count() == 1
    assert "正在办理" in opened(head, at("release", release))


def test_a_roll_can_be_taken_back_while_the_text_lets_one(plan: Plan, head: Post) -> None:
    """From its case, with the reason; then it can be asked for again."""
    release = asked(plan, head)
    case = case_of(release)
    page = reverse("body:take_back", args=[case.token])
    assert page in opened(head, reverse("body:case", args=[case.token]))
    assert sent(head, page, case.version, reason="漏了一人").status_code == 302
    release.refresh_from_db()
    assert release.state == ReleaseState.STOPPED
    assert "申请办理证书" in opened(head, reverse("certificates:plan", args=[plan.token]))
    assert asked(plan, head) != release


def test_an_office_issues_and_puts_right_by_two_of_its_people(plan: Plan, head: Post) -> None:
    """The body sees and does not issue; what the office issued is decided by its second person."""
    release = asked(plan, head)
    case = case_of(release)
    receiving.accept(case, by=whoever_holds(case), at=NEXT)
    clerk, second = (given_post(release.issuer, role) for role in (Role.CLERK, Role.REVIEWER))
    assert sent(head, at("issue", release))["Location"] == at("release", release)
    assert "等本单位核发的共1批" in opened(clerk, reverse("certificates:releases"), show="mine")
    assert sent(clerk, at("issue", release)).status_code == 302
    publish_head(at=NEXT)
    certificate = Certificate.objects.get()
    assert certificate.issuer == release.issuer.name
    well_built(opened(clerk, reverse("certificates:design", args=["access_qualification"])))
    pdf = browser_of(clerk).get(reverse("certificates:pdf", args=[certificate.number]))
    assert b"ETSI.CAdES.detached" in pdf.content
    sent(clerk, reverse("certificates:propose", args=[certificate.number, "withdraw"]), reason="冒名顶替")
    page = reverse("certificates:amendment", args=[Amendment.objects.get().token])
    assert "随即撤销" in opened(second, page)
    assert sent(second, page, press="second").status_code == 302
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.WITHDRAWN
