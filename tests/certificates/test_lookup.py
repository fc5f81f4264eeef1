"""Certificates looked up by number or document and name: what is said, and what is not; advice where nothing is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.certificates.advice import AS_WRITTEN, NOT_YET, advice, filing_in
from dengji.certificates.history import Happening, standing
from dengji.certificates.lookup import PLAIN, Question, Shown, looked_up, masked_name
from dengji.certificates.models import Certificate, CertificateEvent
from dengji.certificates.numbers import meant, normal
from dengji.certificates.terms import CertificateState, EventKind
from dengji.filings.models import Filing
from tests.cast import identity_number
from tests.certified import DOCUMENT, NAME, NUMBER, given_certificate, given_event
from tests.issue import given_batch, given_issued

ON = date(2026, 11, 22)


def by_number(number: str = NUMBER, name: str = NAME) -> list[Shown]:
    """What the look-up by number finds."""
    return looked_up(Question(number, "", name))


def by_document(document: str = DOCUMENT, name: str = NAME) -> list[Shown]:
    """What the look-up by document finds."""
    return looked_up(Question("", document, name))


@pytest.mark.django_db
@pytest.mark.row("TJ21-8c")
def test_the_statement_finds_what_the_orm_finds() -> None:
    certificate = given_certificate(work_type="维修", corrected_on=ON)
    given_certificate("Y000012000900264000002", "李四", identity_number(502))
    given_event(certificate, EventKind.CORRECT, "姓名更正")
    given_event(certificate, EventKind.WITHDRAW, "考试中有人代考")
    (found,) = by_number()
    held = Certificate.objects.get(number=NUMBER)
    for name in (
        "number",
        "masked",
        "occupation",
        "code",
        "work_type",
        "level",
        "body",
        "issuer",
        "issued_on",
        "state",
    ):
        assert getattr(found, name) == getattr(held, name)
    assert (found.filing, found.corrected_on) == (held.filing_number, held.corrected_on)
    events = CertificateEvent.objects.filter(certificate=held).order_by("ordinal")
    assert list(found.history) == [Happening(each.kind, each.says, each.on) for each in events]


@pytest.mark.django_db
@pytest.mark.row("TJ21-8c")
def test_the_name_is_masked_and_the_number_of_the_document_too() -> None:
    given_certificate()
    (found,) = by_number()
    assert (found.name, found.masked) == ("王**", f"{DOCUMENT[:4]}********{DOCUMENT[-4:]}")
    assert (found.title, found.level_label) == ("职业技能等级证书", "四级/中级工")
    assert NAME not in repr(found)
    assert DOCUMENT not in repr(found)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["王小", "王小明明", "小明", "", "王小民"])
def test_another_name_finds_nothing(name: str) -> None:
    given_certificate()
    assert by_number(name=name) == by_document(name=name) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        " Y0000 12000900 264000001 ",
        "y000012000900264000001",
        "Ｙ０００0１２０００９００２６４００００01",
        "Y0000-12-000900-26-4-000001",
        "YOOOO12000900264000001",
        "Y0000l2000900264OOOOO1",
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    given_certificate()
    assert [each.number for each in by_number(typed)] == [NUMBER]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [NUMBER[:-1], NUMBER + "1", NUMBER[:-1] + "2"])
def test_a_sign_less_or_more_or_another_finds_nothing(typed: str) -> None:
    given_certificate()
    assert by_number(typed) == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["阿卜杜·热合曼", "阿卜杜•热合曼", " 阿卜杜 · 热合曼", "阿卜杜．热合曼"])
def test_a_point_in_a_name_may_be_written_in_any_way(typed: str) -> None:
    given_certificate(name="阿卜杜·热合曼")
    assert len(by_number(name=typed)) == 1


@pytest.mark.django_db
def test_a_document_finds_all_certificates_of_its_holder_the_latest_first() -> None:
    older = given_certificate(issued_on=date(2025, 1, 1))
    given_event(older, EventKind.WITHDRAW, "代考")
    given_event(older, EventKind.RESTORE, "查明属实")
    given_certificate("Y000012000900263000001", issued_on=date(2026, 1, 1), level="3")
    given_certificate("Y000012000900263000002", "王小红", DOCUMENT)
    found = by_document(f" {DOCUMENT.lower()} ")
    assert [each.number for each in found] == ["Y000012000900263000001", NUMBER]
    assert [len(each.history) for each in found] == [0, 2]


@pytest.mark.row("JLJD-25")
def test_what_was_issued_is_found_at_once(filing: Filing) -> None:
    given_issued(given_batch(filing))
    assert [each.number for each in by_number("Y000012000900264000002", "考生二")] == [
        "Y000012000900264000002"
    ]
    assert [each.number for each in by_document(identity_number(502), "考生二")] == ["Y000012000900264000002"]
    assert by_number("Y000012000900264000002", "考生一") == []


@pytest.mark.row("TJ21-8c")
def test_each_state_is_said_with_its_day() -> None:
    withdrawn = Happening(EventKind.WITHDRAW, "代考", date(2026, 11, 30))
    void = Happening(EventKind.UNRECOGNISE, "", date(2026, 12, 1))
    assert standing("valid", None, ()).tone == "good"
    assert standing("valid", ON, ()).label == "有效，已更正"
    gone = standing(CertificateState.WITHDRAWN, None, [withdrawn])
    assert (gone.tone, gone.says) == ("bad", "2026年11月30日起，这本证书不再有效。")
    assert standing(CertificateState.UNRECOGNISED, None, [void]).says.startswith("2026年12月1日起，")
    assert standing(CertificateState.WITHDRAWN, None, ()).says == "这本证书不再有效。"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (Question(NUMBER[:-1], "", NAME), "比22位少了1位"),
        (Question(NUMBER + "1", "", NAME), "比22位多了1位"),
        (Question("Y00001200090026400000l", "", NAME), "可能是数字0、1"),
        (Question("X" + NUMBER[1:], "", NAME), "第1位是“X”"),
        (Question(NUMBER[:13] + "99" + NUMBER[15:], "", NAME), "那一年还没有到"),
        (Question("", DOCUMENT[:-1] + "0", NAME), "最后一位校验不符"),
        (Question(NUMBER, "", "王1"), "有数字或者符号"),
        (Question(NUMBER, "", "Wang"), "姓名是字母"),
    ],
)
def test_advice_says_what_may_be_wrong(question: Question, says: str) -> None:
    said = advice(question, ON)
    assert says in "".join(said[:-3])
    assert AS_WRITTEN in said
    assert NOT_YET in said


@pytest.mark.django_db
def test_advice_never_tells_what_is_on_the_register() -> None:
    before = advice(Question(NUMBER, "", "别人"), ON)
    given_certificate()
    assert advice(Question(NUMBER, "", "别人"), ON) == before


def test_the_filing_is_read_from_a_sound_number_only() -> None:
    assert filing_in(Question(NUMBER, "", NAME)) == "Y000012000900"
    assert filing_in(Question("X" + NUMBER[1:], "", NAME)) == ""
    assert filing_in(Question("", DOCUMENT, NAME)) == ""


@given(st.text(min_size=1, max_size=60))
def test_a_masked_name_shows_one_sign(name: str) -> None:
    assert len(masked_name(name)) == len(name)
    assert masked_name(name)[1:].strip("*") == ""


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_advice_can_be_given_for_anything_typed(number: str, document: str, name: str) -> None:
    assert all(advice(Question(number, "", name), ON))
    assert all(advice(Question("", document, name), ON))


@given(
    st.from_regex(PLAIN, fullmatch=True)
    | st.text(st.sampled_from("Y0123456789OIlL- "), min_size=16, max_size=24)
)
def test_a_number_that_is_plain_is_asked_for_once(typed: str) -> None:
    said = Question(typed, "", NAME).about
    assert said == meant(typed)
    if PLAIN.fullmatch(typed):
        assert said == normal(typed) == typed
