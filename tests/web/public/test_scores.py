"""One's own scores on a public page: one question, one answer, no hint about others; a complaint from there."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from dengji.evaluations.acts.complaining import answer, publish
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ScoreComplaint
from dengji.web.public.limits import MOST
from tests.batch import after, given_checked, given_scores
from tests.cast import identity_number
from tests.marking import DAY, given_batch, given_filing_in_force, head, people

pytestmark = pytest.mark.django_db
NUMBER = identity_number(502)
NOT_THERE = "没有查到已公布的成绩"


@pytest.fixture
def plan() -> Plan:
    """A batch of two, checked and published."""
    plan = given_batch(given_filing_in_force())
    given_scores(plan, [60, 59], at=DAY)
    given_checked(plan)
    plan.refresh_from_db()
    publish(plan, by=head(plan), at=after(plan, 2))
    return plan


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The day after scores are made known."""
    with time_machine.travel(DAY.replace(day=11), tick=False):
        yield


def asked(number: str, named: str, client: Client | None = None) -> str:
    """What the page answers."""
    sent = (client or Client()).post("/scores/", {"number": number, "named": named})
    assert sent.status_code == 200
    assert "no-store" in sent["Cache-Control"]
    return sent.content.decode()


def ask_of(said: str) -> str:
    """What lets a complaint follow."""
    return said.split('name="ask" value="')[1].split('"', maxsplit=1)[0]


@pytest.mark.row("TJ21-22")
def test_somebody_finds_his_own_scores_and_what_to_do(plan: Plan) -> None:
    said = asked(NUMBER, "考生二")
    assert people(plan)[1].masked in said
    assert NUMBER not in said
    assert "理论知识考试" in said
    assert "不合格" in said
    assert "2026年12月17日" in said
    assert "申请复核：理论知识考试" in said


def test_a_wrong_name_is_answered_as_somebody_who_is_not_there(plan: Plan) -> None:
    def plain(said: str, *typed: str) -> str:
        for each in typed:
            said = said.replace(each, "")
        return "".join(line for line in said.splitlines() if "csrfmiddlewaretoken" not in line)

    stranger = identity_number(999)
    wrong, nobody = asked(NUMBER, "考生一"), asked(stranger, "考生一")
    assert NOT_THERE in wrong
    assert plain(wrong, NUMBER) == plain(nobody, stranger)


def test_scores_that_are_not_made_known_are_not_found(plan: Plan) -> None:
    Plan.objects.update(published_at=None)
    assert NOT_THERE in asked(NUMBER, "考生二")


def test_asking_is_limited_by_network_and_by_number(plan: Plan) -> None:
    client = Client()
    for _ in range(MOST):
        assert NOT_THERE in asked(NUMBER, "错误", client)
    assert "查询得太多" in asked(NUMBER, "考生二", client)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert "查询得太多" in asked(NUMBER, "考生二", elsewhere)
    assert NOT_THERE in asked(identity_number(999), "考生一", elsewhere)


def test_what_is_left_empty_is_asked_for(plan: Plan) -> None:
    said = asked("", "")
    assert "请填写证件号码" in said
    assert "请填写准考证号或者姓名" in said
    assert Client().get("/scores/").status_code == 200


@pytest.mark.row("TJ21-22")
def test_a_complaint_follows_the_look_up_and_its_answer_is_read_there(plan: Plan) -> None:
    ask = ask_of(asked(NUMBER, "考生二"))
    form = Client().post("/scores/complaint/", {"ask": ask, "method": "theory"}).content.decode()
    assert "申请成绩复核" in form
    empty = (
        Client().post("/scores/complaint/", {"ask": ask, "method": "theory", "says": " "}).content.decode()
    )
    assert "请写明申请复核的理由" in empty
    done = Client().post("/scores/complaint/", {"ask": ask, "method": "theory", "says": "应当<b>得分"})
    assert "已收到您的复核申请" in done.content.decode()
    twice = Client().post("/scores/complaint/", {"ask": ask, "method": "theory", "says": "再来"})
    assert "正在办理" in twice.content.decode()
    answer(ScoreComplaint.objects.get(), "核对无误。", upheld=False, by=head(plan), at=DAY.replace(day=11))
    said = asked(NUMBER, "考生二")
    assert "理论知识考试复核申请：不成立" in said
    assert "核对无误。" in said


@pytest.mark.parametrize("sent", [{}, {"ask": "made-up", "method": "theory"}])
def test_nobody_complains_without_having_looked_up(plan: Plan, sent: dict[str, str]) -> None:
    said = Client().post("/scores/complaint/", sent).content.decode()
    assert "请重新查询" in said
    assert Client().get("/scores/complaint/").status_code == 405
    assert not ScoreComplaint.objects.exists()


def test_a_look_up_lets_a_complaint_follow_for_half_an_hour_and_for_its_own_parts(plan: Plan) -> None:
    ask = ask_of(asked(NUMBER, "考生二"))
    strange = Client().post("/scores/complaint/", {"ask": ask, "method": "review"}).content.decode()
    assert "请重新查询" in strange
    with time_machine.travel(DAY.replace(day=11, hour=10), tick=False):
        late = Client().post("/scores/complaint/", {"ask": ask, "method": "theory"}).content.decode()
    assert "请重新查询" in late


def test_after_the_last_day_the_page_says_whom_to_ask(plan: Plan) -> None:
    ask = ask_of(asked(NUMBER, "考生二"))
    with time_machine.travel(DAY.replace(day=18), tick=False):
        said = asked(NUMBER, "考生二")
        assert "已经过了" in said
        assert "申请复核：" not in said
    assert ask


@pytest.mark.row("JLJD-31.5")
def test_scores_that_count_for_nothing_are_called_so(plan: Plan) -> None:
    Plan.objects.update(state="void")
    said = asked(NUMBER, "考生二")
    assert "成绩不予认定" in said
    assert "理论知识考试</th>" not in said
