"""What of a roll cannot stand on a certificate, and how often names are opened to know it."""

from collections.abc import Iterable

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.certificates.faces import batch_of
from dengji.certificates.roll import MOST_NAMED, Listed, as_listed, face_faults, roll_faults
from dengji.evaluations.candidates.persons import name_digest
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.filings.models import Filing
from dengji.procedure.ground import Ground
from dengji.sealing.seals import opened_all, sealed
from tests.cast import AT
from tests.issue import given_asked, given_batch

RARE = "张\U00030ede"


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A batch of two people, checked."""
    return given_batch(filing)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many seals were opened at a time, since the test began."""
    times: list[int] = []

    def counted(seals: Iterable[bytes]) -> list[dict[str, str]]:
        found = opened_all(seals)
        times.append(len(found))
        return found

    monkeypatch.setattr("dengji.certificates.roll.opened_all", counted)
    return times


def people(plan: Plan) -> list[Listed]:
    """Everybody on the list, as on a roll."""
    return as_listed(plan, [str(token) for token in plan.candidates.values_list("token", flat=True)])


def called(who: Candidate, name: str) -> None:
    """He has that name."""
    who.sealed, who.named = sealed({"name": name}), name_digest(name)
    who.save()


@pytest.mark.row("TJ21-8a")
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("喆堃", ""),
        (RARE, "第1号考生的姓名里有字体不认识的字：“\U00030ede”（U+30EDE）"),
        ("王 ", "第1号考生的姓名前后有空格"),
        ("e\u0301", "第1号考生的姓名前后有空格，或者里面有换行、没有合成的声调"),
        ("", "第1号考生的个人信息已按规定抹去"),
    ],
)
def test_a_name_that_cannot_be_printed_is_told_by_its_place(plan: Plan, name: str, says: str) -> None:
    called(plan.candidates.get(ordinal=1), name)
    found = roll_faults(people(plan))
    assert len(found) == bool(says)
    assert not says or says in found[0]


def test_names_of_a_roll_are_opened_once(plan: Plan, opened: list[int]) -> None:
    """Until one is another, or is not there any more."""
    for _ in range(3):
        assert roll_faults(people(plan)) == []
    assert opened == [2]
    called(plan.candidates.get(ordinal=2), RARE)
    assert [len(roll_faults(people(plan))) for _ in range(2)] == [1, 1]
    assert opened == [2, 2]
    plan.candidates.update(sealed=sealed({}), named="", masked="")
    assert all("已按规定抹去" in each for each in roll_faults(people(plan)))
    assert opened == [2, 2, 2]


def test_of_many_names_the_first_are_told_and_the_rest_counted(plan: Plan) -> None:
    who = plan.candidates.get(ordinal=1)
    called(who, RARE)
    (one,) = as_listed(plan, [str(who.token)])
    for many, more in ((MOST_NAMED - 1, []), (MOST_NAMED, []), (MOST_NAMED + 1, ["另有1名考生也是这样"])):
        found = roll_faults([one] * many)
        assert found[MOST_NAMED:] == more
        assert len(found) == min(many, MOST_NAMED) + len(more)


@pytest.mark.row("TJ21-8a")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, []),
        (
            {"name": "电工\U00030ede"},
            ["证书上的职业名称“电工\U00030ede”里有字体不认识的字：“\U00030ede”（U+30EDE）"],
        ),
        (
            {"work_type": " 变配电"},
            ["证书上的工种名称“ 变配电”前后有空格，或者里面有换行、没有合成的声调等不能印的符号"],
        ),
    ],
)
def test_what_all_certificates_would_say_must_be_printable(
    plan: Plan, words: dict[str, str], says: list[str]
) -> None:
    for name, text in words.items():
        setattr(plan, name, text)
    assert face_faults(batch_of(plan, AT.date())) == says


def ground_of(plan: Plan) -> Ground:
    """The case of the certificates asked for, as an act finds it."""
    case = given_asked(plan).case
    assert case is not None
    case.refresh_from_db()
    return Ground(case, AT.date())


def told(ground: Ground) -> list[object]:
    """How many on the roll did not pass, and what cannot be printed."""
    found = ground.facts(("roll_not_passed", "roll_not_printable"))
    return [getattr(found[name], "value", None) for name in ("roll_not_passed", "roll_not_printable")]


def test_who_is_taken_off_the_list_after_the_roll_was_handed_in_has_not_passed(plan: Plan) -> None:
    case = ground_of(plan).case
    assert told(Ground(case, AT.date())) == [0, ()]
    plan.candidates.filter(ordinal=1).update(passed=False)
    assert told(Ground(case, AT.date())) == [1, ()]
    plan.candidates.filter(ordinal=2).update(withdrawn_at=AT)
    assert told(Ground(case, AT.date())) == [2, ()]


def test_a_roll_is_read_once_for_all_that_is_asked_of_it(
    plan: Plan, opened: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Its names known: what was stated, the plan, its filing with the body, and the roll without its seals."""
    ground = ground_of(plan)
    told(ground)
    opened.clear()
    again = Ground(ground.case, ground.on)
    assert again.subject.dossier
    with django_assert_num_queries(6) as asked:
        assert told(again) == [0, ()]
    assert opened == []
    rolls = [each["sql"] for each in asked.captured_queries if "evaluations_candidate" in each["sql"]]
    assert len(rolls) == 1
    assert "sealed" not in rolls[0]
