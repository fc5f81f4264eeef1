"""The text's own questions on the form: each answered in its own kind, and silence never taken for an answer."""

from typing import Any

import pytest

from dengji.filings.queries import Question
from dengji.policy.engine.terms import FactKind
from dengji.web.body.forms import PlainForm, answers, questions_form

NO_CHOICES: dict[str, str] = {}
SITES = {"own": "自有", "rented": "租用"}


def asked(kind: FactKind, choices: dict[str, str], said: str | None, saved: Any = None) -> PlainForm:
    """A form of one question, as sent with this answer, or as opened with what is saved."""
    question = Question("it", "是什么", kind, choices, "第一条", None)
    form = questions_form([question])
    return form(initial={"it": saved}) if said is None else form({"it": said})


@pytest.mark.parametrize(
    ("kind", "choices", "said", "kept"),
    [
        (FactKind.BOOLEAN, NO_CHOICES, "yes", True),
        (FactKind.BOOLEAN, NO_CHOICES, "no", False),
        (FactKind.INTEGER, NO_CHOICES, "0", 0),
        (FactKind.DATE, NO_CHOICES, "2026-11-21", "2026-11-21"),
        (FactKind.TEXTS, NO_CHOICES, " 车工 \n\n电工\n", ["车工", "电工"]),
        (FactKind.TEXT, NO_CHOICES, "三层小楼", "三层小楼"),
        (FactKind.TEXT, SITES, "rented", "rented"),
    ],
)
def test_an_answer_is_kept_in_its_kind_and_comes_back_as_it_was_typed(
    kind: FactKind, choices: dict[str, str], said: str, kept: Any
) -> None:
    form = asked(kind, choices, said)
    assert form.is_valid(), form.errors
    assert answers(form) == {"it": kept}
    page = str(asked(kind, choices, None, kept)["it"])
    assert all(line.strip() in page for line in said.splitlines())


@pytest.mark.parametrize("kind", FactKind)
def test_what_is_left_blank_is_not_known(kind: FactKind) -> None:
    form = asked(kind, NO_CHOICES, "")
    assert form.is_valid(), form.errors
    assert answers(form) == {"it": None}


@pytest.mark.parametrize(
    ("kind", "choices", "said", "fault"),
    [
        (FactKind.INTEGER, NO_CHOICES, "-1", "“是什么”不能小于0。"),
        (FactKind.INTEGER, NO_CHOICES, "许多", "“是什么”填写得不对，请对照提示重新填写。"),
        (FactKind.DATE, NO_CHOICES, "2026-02-30", "“是什么”填写得不对，请对照提示重新填写。"),
        (FactKind.TEXT, SITES, "lent", "“是什么”请从列出的选项中选择。"),
    ],
)
def test_an_answer_of_another_kind_is_refused_in_a_sentence(
    kind: FactKind, choices: dict[str, str], said: str, fault: str
) -> None:
    assert asked(kind, choices, said).errors["it"] == [fault]
