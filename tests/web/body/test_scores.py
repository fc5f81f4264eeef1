"""Scores at the body's desk: tables by filter, sheets, entering by two, corrections, complaints, publishing."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.evaluations.acts.complaining import complain, publish
from dengji.evaluations.acts.correcting import propose
from dengji.evaluations.acts.scoring import import_scores
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreComplaint, ScoreForm, ScoreImport
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from tests.batch import after, given_checked, given_scores
from tests.cast import given_post
from tests.marking import (
    DAY,
    PRACTICAL,
    THEORY,
    another,
    given_batch,
    given_filing_in_force,
    head,
    people,
    sheet_of,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "",
    "theory/",
    "theory/?show=lacking",
    "theory/sheet/",
    "theory/enter/",
    "theory/enter/?show=differing",
    "practical/items/",
    "accounts/",
    "corrections/",
    "complaints/",
    "publish/",
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Two days after the batch's last."""
    with time_machine.travel(DAY + timedelta(days=3), tick=False):
        yield


@pytest.fixture
def plan() -> Plan:
    """A batch of three."""
    return given_batch(given_filing_in_force(), 3)


def signed_in(post: Post) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(plan: Plan, page: str) -> str:
    """The address of a page about its scores."""
    return f"/body/plans/{plan.token}/scores/{page}"


def words(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_is_there_for_the_body_and_for_nobody_else(plan: Plan) -> None:
    mine = signed_in(head(plan))
    stranger = signed_in(given_post(Organisation.objects.get(name="北江技师学院"), Role.MANAGER))
    officer = signed_in(given_post(plan.filing.authority, Role.CLERK))
    for page in PAGES:
        assert mine.get(at(plan, page)).status_code == 200, page
        assert stranger.get(at(plan, page)).status_code == 404, page
        assert officer.get(at(plan, page)).status_code == 403, page
        assert Client().get(at(plan, page)).status_code == 302, page
    for guessed in (
        "review/",
        "nonsense/",
        f"corrections/{uuid4()}/",
        f"theory/{uuid4()}/",
        f"complaints/{uuid4()}/",
    ):
        assert mine.get(at(plan, guessed)).status_code == 404, guessed


def test_a_sheet_brings_the_good_rows_in_and_names_the_others(plan: Plan) -> None:
    mine = signed_in(head(plan))
    upload = sheet_of((1, 78.5), (2, 101), (9, 60))
    sent = mine.post(
        at(plan, "theory/sheet/"), {"sheet": SimpleUploadedFile(upload.name, upload.content)}, follow=True
    )
    said = sent.content.decode()
    assert "已导入1人的理论知识考试成绩；2处没有导入" in said
    assert "“101”不在0到100之间。" in said
    assert Score.objects.get().value == Decimal("78.5")
    again = mine.post(
        at(plan, "theory/sheet/"), {"sheet": SimpleUploadedFile(upload.name, upload.content)}, follow=True
    )
    assert "1人原来已有同样的成绩" in again.content.decode()
    assert ScoreImport.objects.count() == 2


def test_what_is_no_sheet_stays_on_the_page_with_the_reason(plan: Plan) -> None:
    sent = signed_in(head(plan)).post(
        at(plan, "theory/sheet/"), {"sheet": SimpleUploadedFile("a.xlsx", b"no sheet")}
    )
    assert sent.status_code == 200
    assert "error-summary" in sent.content.decode()


def test_the_sheet_to_fill_in_is_not_kept_by_browsers(plan: Plan) -> None:
    sent = signed_in(head(plan)).get(at(plan, "theory/sheet/template/"))
    assert (sent.status_code, sent["Cache-Control"]) == (200, "no-store")
    assert sent.content[:2] == b"PK"


def test_two_enter_and_neither_sees_what_the_other_entered(plan: Plan) -> None:
    one, two = signed_in(head(plan)), signed_in(another(plan))
    first, second = people(plan)[:2]
    typed = {f"s-{first.token}": "71.5", f"s-{second.token}": "缺考"}
    assert "2人等另一名人员登分" in one.post(at(plan, "theory/enter/"), typed, follow=True).content.decode()
    assert "71.5" not in words(two, at(plan, "theory/enter/"))
    assert "71.5" in words(one, at(plan, "theory/enter/?show=mine"))
    said = two.post(
        at(plan, "theory/enter/"), typed | {f"s-{second.token}": "60"}, follow=True
    ).content.decode()
    assert "1人的成绩已确定，1人两次登分不一致" in said
    shown = words(two, at(plan, "theory/enter/?show=differing"))
    assert "缺考、60" in shown
    two.post(at(plan, "theory/enter/?show=differing"), {f"s-{second.token}": "缺考"})
    assert Score.objects.filter(absent=True).count() == 1


def test_a_slip_of_the_pen_is_named_at_its_cell_and_nothing_is_lost(plan: Plan) -> None:
    first, second = people(plan)[:2]
    typed = {f"s-{first.token}": "710", f"s-{second.token}": "65"}
    said = signed_in(head(plan)).post(at(plan, "theory/enter/"), typed).content.decode()
    assert "“710”不在0到100之间" in said
    assert 'value="65"' in said
    assert not Score.objects.exists()


def test_a_table_is_masked_and_filtered_by_its_address(plan: Plan) -> None:
    import_scores(
        plan,
        THEORY,
        {who.token: Decimal(v) for who, v in zip(people(plan), (60, 59, 80), strict=True)},
        by=head(plan),
        at=DAY,
    )
    mine = signed_in(head(plan))
    failed = words(mine, at(plan, "theory/?show=failed"))
    second = people(plan)[1].masked
    assert second in failed
    assert people(plan)[0].masked not in failed
    assert "考生一" not in failed
    assert "没有这样的考生" in words(mine, at(plan, "theory/?show=lacking"))
    assert "没有成绩</th>" in words(mine, at(plan, ""))


def test_pages_of_scores_ask_the_database_little(
    plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    given_scores(plan, [60, 59, None], at=DAY)
    mine = signed_in(head(plan))
    for page, most in (
        ("", 40),
        ("theory/", 30),
        ("theory/enter/", 25),
        ("corrections/", 15),
        ("complaints/", 15),
    ):
        with django_assert_max_num_queries(most):
            mine.get(at(plan, page))


@pytest.mark.row("JLJD-21")
def test_a_correction_is_proposed_on_the_page_of_the_score_and_agreed_to_by_another(plan: Plan) -> None:
    given_scores(plan, [60, 59, 80], at=DAY)
    one, two, who = signed_in(head(plan)), signed_in(another(plan)), people(plan)[1]
    page = at(plan, f"theory/{who.token}/")
    assert "请填写“理由”" in one.post(page, {"after": "61", "reason": ""}).content.decode()
    sent = one.post(page, {"after": "61", "reason": "<b>漏计</b>"}, follow=True).content.decode()
    assert "&lt;b&gt;漏计" in sent
    made = Score.objects.get(candidate=who, method=THEORY).corrections.get()
    here = at(plan, f"corrections/{made.token}/")
    assert "同意更正</button>" not in words(one, here).split("不同意")[0]
    assert one.post(here, {"agree": "1"}).status_code == 403
    assert "成绩已更正" in two.post(here, {"agree": "1"}, follow=True).content.decode()
    assert two.post(here, {"agree": "1"}).status_code == 409
    assert "更正</td>" in words(one, page)
    assert Score.objects.get(candidate=who, method=THEORY).value == Decimal(61)


def test_a_second_person_may_say_no_and_says_why(plan: Plan) -> None:
    given_scores(plan, [60, 59, 80], at=DAY)
    score = Score.objects.get(candidate=people(plan)[1], method=THEORY)
    made = propose(score, Decimal(61), "漏计", by=head(plan), at=after(plan))
    two = signed_in(another(plan))
    here = at(plan, f"corrections/{made.token}/")
    assert "请填写“不同意的理由”" in two.post(here, {"decline": "1", "because": ""}).content.decode()
    assert "成绩不变" in two.post(here, {"decline": "1", "because": "没有漏计"}, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.state, made.declined_because) == ("declined", "没有漏计")


@pytest.mark.row("TJ21-22")
def test_scores_are_published_from_a_page_of_its_own_and_complaints_answered(plan: Plan) -> None:
    mine = signed_in(head(plan))
    assert "核对以后才能公布" in words(mine, at(plan, "publish/"))
    assert mine.post(at(plan, "publish/"), {"version": plan.version}).status_code == 403
    given_scores(plan, [60, 59, 80], at=DAY)
    given_checked(plan)
    plan.refresh_from_db()
    assert mine.post(at(plan, "publish/"), {"version": plan.version - 1}).status_code == 409
    assert (
        "成绩已公布"
        in mine.post(at(plan, "publish/"), {"version": plan.version}, follow=True).content.decode()
    )
    made = complain(people(plan)[1], THEORY, "应当得分<script>", at=DAY + timedelta(days=3))
    assert "应当得分&lt;script&gt;" in words(mine, at(plan, "complaints/"))
    here = at(plan, f"complaints/{made.token}/")
    assert "请选择“核查结果”" in mine.post(here, {"answer": "查过了"}).content.decode()
    sent = mine.post(here, {"answer": "核对无误。", "upheld": "no"}, follow=True).content.decode()
    assert "已答复" in sent
    assert ScoreComplaint.objects.get().state == "rejected"
    assert "核对无误。" in words(mine, here)


def test_an_upheld_complaint_leads_to_the_correction(plan: Plan) -> None:
    given_scores(plan, [60, 59, 80], at=DAY)
    given_checked(plan)
    plan.refresh_from_db()
    publish(plan, by=head(plan), at=after(plan))
    who = people(plan)[1]
    made = complain(who, THEORY, "应当得分", at=after(plan))
    sent = signed_in(head(plan)).post(
        at(plan, f"complaints/{made.token}/"), {"answer": "漏计一分。", "upheld": "yes"}
    )
    assert sent.headers["Location"] == at(plan, f"theory/{who.token}/")


@pytest.mark.row("JLJD-22")
def test_items_and_accounts_are_set_by_the_body(plan: Plan) -> None:
    mine = signed_in(head(plan))
    said = mine.post(at(plan, "practical/items/"), {"items": "安全 20\n接线"}).content.decode()
    assert "第2行“接线”没有写分值" in said
    mine.post(at(plan, "practical/items/"), {"items": "安全文明 20\n接线工艺　80分"})
    assert [(each["label"], each["most"]) for each in ScoreForm.objects.get().items] == [
        ("安全文明", "20"),
        ("接线工艺", "80"),
    ]
    examiner = plan.assignments.filter(task="examiner").earliest("pk")
    assert f"没有{examiner.name}本人的账号" in words(mine, at(plan, "accounts/"))
    post = given_post(plan.filing.institution.organisation, Role.STAFF, examiner.name)
    mine.post(at(plan, "accounts/"), {"assignment": examiner.pk, f"a{examiner.pk}-post": post.pk})
    examiner.refresh_from_db()
    assert examiner.post == post
    assert post.person.username in words(mine, at(plan, "accounts/"))
    assert mine.get(at(plan, f"{PRACTICAL}/items/")).status_code == 200
