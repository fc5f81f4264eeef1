"""Jilin's drafts: the last day for a renewal, and an examination body's filing from its changes to its cancellation."""

from datetime import date, timedelta

import pytest

from dengji.filings.acts.altering import propose
from dengji.filings.acts.ordering import propose_end
from dengji.filings.history import as_of, duties_of
from dengji.filings.models import Filing
from dengji.filings.offering import offers_about
from dengji.filings.queries import Sought, directory
from dengji.filings.terms import FilingState, WindowStanding
from dengji.filings.windows import CLOSING, HALFWAY, OPENS, reminders
from dengji.institutions.models import Venue
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element
from dengji.procedure.acts.deciding import approve, disapprove
from dengji.procedure.acts.receiving import accept
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.calendar import WorkCalendar
from tests.cast import AT, Cast, given_cast
from tests.life import EXPIRY, given_matter
from tests.packs.folder import conditions_at, days_of, pack_of_text
from tests.packs.lives import accepted, all_stated, refused, words_of
from tests.road import (
    brought_to_its_end,
    given_application,
    given_law,
    handed_in,
    manager_of,
    post_in,
    stated_well,
    whoever_holds,
)

TODAY = AT.date()
JL25, JLJD = pack_of_text("JL25"), pack_of_text("JLJD")


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft in trial operation."""
    given_law("JLJD")
    return given_cast()


@pytest.fixture
def station(jilin: Cast) -> Filing:
    """A filing of an examination body of another department, by the province."""
    case = given_application(jilin.examination_body, "JLJD")
    brought_to_its_end(case, jilin)
    return Filing.objects.get(case=case)


def changing(filing: Filing, said: dict[Element, str | bool]) -> Case:
    """An application to change elements."""
    case = given_matter(filing, "change")
    propose(case, said, by=manager_of(filing.institution), at=AT)
    return case


def steps_of(case: Case) -> list[str]:
    """The steps that a case went through."""
    return list(dict.fromkeys(case.events.values_list("step", flat=True)))


def state_of(filing: Filing) -> str:
    """The state in which a filing stands now."""
    return str(Filing.objects.values_list("state", flat=True).get(pk=filing.pk))


def letters_of(case: Case) -> dict[str, object]:
    """The letters of a case with who gave them out."""
    return {letter.key: letter.authority for letter in case.letters.all()}


@pytest.mark.row("JL25-9", "CR-3")
@pytest.mark.parametrize(
    ("expiry", "latest"),
    [
        (date(2027, 5, 9), date(2027, 2, 9)),
        (date(2027, 5, 30), date(2027, 2, 28)),
        (date(2027, 5, 31), date(2027, 2, 28)),
        (date(2028, 5, 31), date(2028, 2, 29)),
    ],
)
def test_the_last_day_for_a_renewal_is_three_months_before_the_filings_own(
    expiry: date, latest: date
) -> None:
    days = days_of("JL25", "renewal", expiry)
    around = [days.standing(latest + timedelta(days=n)) for n in (-1, 0, 1)]
    assert around == [WindowStanding.OPEN, WindowStanding.OPEN, WindowStanding.CLOSED]
    assert (days.opens_on, days.grace_until) == (None, None)


@pytest.mark.row("JL25-9", "CR-3")
def test_a_renewal_is_reminded_of_from_six_months_on_and_its_reading_has_alternatives() -> None:
    window = JL25.matters["renewal"].window
    assert window is not None
    assert reminders(window, expiry=EXPIRY, calendar=WorkCalendar([])) == {
        OPENS: date(2026, 11, 9),
        HALFWAY: date(2026, 12, 25),
        CLOSING: date(2027, 2, 2),
    }
    reading = JL25.interpretations[window.reading or ""]
    assert "最迟日期" in reading.chosen
    assert len(reading.others) > 1


@pytest.mark.row("JL25-7.1")
def test_an_addition_is_judged_on_what_a_first_filing_is_judged_on() -> None:
    for step in ("acceptance", "first_review", "site_assessment", "comprehensive", "publicity"):
        assert conditions_at("JL25", "added_occupations", step) == conditions_at("JL25", "initial", step)


@pytest.mark.row("JLJD-9.1")
def test_the_text_for_examination_bodies_knows_no_validity_and_says_so() -> None:
    assert (JLJD.validity, JLJD.timers, "renewal" in JLJD.matters) == (None, [], False)
    assert "不办理续期" in JLJD.interpretations["validity"].chosen


@pytest.mark.row("JLJD-9.1")
def test_an_examination_body_is_filed_without_end_and_has_no_renewal(station: Filing) -> None:
    assert (station.valid_until, station.timers.count()) == (None, 0)
    assert station.operates_on(date(2050, 1, 1))
    offers = {offer.matter: offer.available for offer in offers_about(station, TODAY)}
    assert offers == {"added_occupations": False, "change": True, "renewal": False, "termination": False}


@pytest.mark.row("JLJD-30")
@pytest.mark.parametrize(
    ("element", "said", "label"),
    [
        (Element.NAME, "北江消防鉴定中心", "机构名称"),
        (Element.ADDRESS, "吉林市昌邑区建设街9号", "登记地址"),
        (Element.LEGAL_REPRESENTATIVE, "孙立国", "法定代表人"),
    ],
)
def test_name_address_and_head_are_changed_by_the_authority_that_filed(
    station: Filing, jilin: Cast, element: Element, said: str, label: str
) -> None:
    case = changing(station, {element: said})
    handed_in(case)
    stated_well(case)
    with pytest.raises(Refused):
        accept(case, by=post_in(jilin.bureau, Role.CLERK), at=AT)
    accepted(case)
    assert steps_of(case) == ["apply", "acceptance"]
    assert dict(as_of(station, TODAY).elements)[label] == said
    assert letters_of(case) == {"change_receipt": jilin.province_bureau}
    assert said in words_of(case)


@pytest.mark.row("JLJD-10", "JLJD-11", "JLJD-30")
def test_a_new_examination_venue_without_video_is_not_taken(station: Filing) -> None:
    body = station.institution
    case = given_matter(station, "change")
    Venue.objects.filter(institution=body, kind="theory").update(name="新机房", video=False)
    propose(case, {Element.VENUES: True}, by=manager_of(body), at=AT)
    handed_in(case)
    stated_well(case)
    assert "没有视频监控的：新机房" in refused(case)


GROUNDS = [
    pytest.param("scope", {}, marks=pytest.mark.row("JLJD-32.1")),
    pytest.param("venue", {}, marks=pytest.mark.row("JLJD-32.2")),
    pytest.param("lending", {}, marks=pytest.mark.row("JLJD-32.3")),
    pytest.param("fraud", {}, marks=pytest.mark.row("JLJD-32.4")),
    pytest.param("disorder", {}, marks=pytest.mark.row("JLJD-32.5")),
    pytest.param("accident", {}, marks=pytest.mark.row("JLJD-32.6")),
    pytest.param("repeated", {"scores_unrecognised": 3}, marks=pytest.mark.row("JLJD-32.7")),
    pytest.param("idle", {"idle_for_years": True}, marks=pytest.mark.row("JLJD-32.8")),
]


@pytest.mark.row("JLJD-28")
@pytest.mark.parametrize(("rule", "more"), GROUNDS)
def test_each_ground_proved_cancels_a_filing_and_takes_it_off_the_directory(
    station: Filing, jilin: Cast, rule: str, more: dict[str, object]
) -> None:
    case = propose_end(station, "接到举报", by=post_in(jilin.province_bureau, Role.CLERK), at=AT)
    all_stated(case, violation_rule=rule, violation_found=True, statement_heard=True, at=AT, **more)
    brought_to_its_end(case, jilin)
    assert steps_of(case)[-2:] == ["decision", "publication"]
    assert (case.ending, state_of(station)) == ("ended", FilingState.REVOKED)
    assert set(letters_of(case)) == {"cancellation_decision", "cancellation_notice"}
    item = JLJD.articles[f"32.{[each.values[0] for each in GROUNDS].index(rule) + 1}"].label
    assert f"（{item}）。事实和理由：" in words_of(case)
    assert "第三十二条" in as_of(station, TODAY).article
    assert not directory(Sought(state=FilingState.IN_FORCE), TODAY).filter(pk=station.pk).exists()
    assert {duty.key for duty in duties_of(station)} == {"video", "answers", "scores", "archive"}


UNPROVED = [
    pytest.param("scope", {"violation_found": False}, "超出备案职业", marks=pytest.mark.row("JLJD-32.1")),
    pytest.param("venue", {"violation_found": False}, "备案场所以外", marks=pytest.mark.row("JLJD-32.2")),
    pytest.param("lending", {"violation_found": False}, "资质", marks=pytest.mark.row("JLJD-32.3")),
    pytest.param("fraud", {"violation_found": False}, "严重失职", marks=pytest.mark.row("JLJD-32.4")),
    pytest.param("disorder", {"violation_found": False}, "管理混乱", marks=pytest.mark.row("JLJD-32.5")),
    pytest.param("accident", {"violation_found": False}, "安全事故", marks=pytest.mark.row("JLJD-32.6")),
    pytest.param("repeated", {"scores_unrecognised": 2}, "规定次数", marks=pytest.mark.row("JLJD-32.7")),
    pytest.param("idle", {"idle_for_years": False}, "连续两年", marks=pytest.mark.row("JLJD-32.8")),
]


@pytest.mark.parametrize(("rule", "said", "names"), UNPROVED)
def test_a_ground_that_is_not_proved_cancels_nothing(
    station: Filing, jilin: Cast, rule: str, said: dict[str, object], names: str
) -> None:
    case = propose_end(station, "接到举报", by=post_in(jilin.province_bureau, Role.CLERK), at=AT)
    all_stated(
        case, at=AT, **({"violation_rule": rule, "violation_found": True, "statement_heard": True} | said)
    )
    with pytest.raises(NotAllowed, match=names):
        approve(case, "提请取消", by=whoever_holds(case), at=AT)
    disapprove(case, "没有查实", by=whoever_holds(case), at=AT)
    assert (case.ending, state_of(station)) == ("dropped", FilingState.IN_FORCE)
