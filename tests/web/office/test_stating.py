"""Stating a fact: the field by the fact's kind, and what the record keeps of the answer."""

from typing import Any

import pytest

from dengji.policy.engine.facts import read_fact
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import Term
from dengji.web.office.forms import fact_form, stated

SITES = {"own": "自有", "rented": "租用"}


def term(kind: FactKind, choices: dict[str, str] | None = None) -> Term:
    """A fact of that kind."""
    return Term("it", kind, "某事实", choices=choices or {})


@pytest.mark.parametrize(
    ("fact", "said", "kept"),
    [
        (term(FactKind.BOOLEAN), "yes", True),
        (term(FactKind.BOOLEAN), "no", False),
        (term(FactKind.INTEGER), "3", 3),
        (term(FactKind.DATE), "2026-11-21", "2026-11-21"),
        (term(FactKind.TEXTS), "营业执照\n\n 验资报告", ["营业执照", "验资报告"]),
        (term(FactKind.TEXTS), "", []),
        (term(FactKind.TEXT), "自有", "自有"),
        (term(FactKind.TEXT, SITES), "rented", "rented"),
    ],
)
def test_what_is_stated_is_a_value_of_the_facts_kind(fact: Term, said: str, kept: Any) -> None:
    form = fact_form(fact, None, {"fact-it-value": said, "fact-it-note": "查看了原件"})
    assert form.is_valid(), form.errors
    assert stated(fact, form.cleaned_data["value"]) == kept
    assert read_fact(fact, kept, source="经办人")


@pytest.mark.parametrize(
    ("fact", "said", "fault"),
    [
        (term(FactKind.BOOLEAN), "", "请回答“某事实”"),
        (term(FactKind.INTEGER), "三", "请填写整数"),
        (term(FactKind.DATE), "明天", "请填写日期，例如2026-11-21"),
        (term(FactKind.TEXT, SITES), "", "请回答“某事实”"),
        (term(FactKind.TEXT), "", "请回答“某事实”"),
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(fact: Term, said: str, fault: str) -> None:
    form = fact_form(fact, None, {"fact-it-value": said, "fact-it-note": "查看了原件"})
    assert form.errors["value"] == [fault]


def test_a_fact_is_stated_only_with_what_it_was_found_from() -> None:
    form = fact_form(term(FactKind.BOOLEAN), None, {"fact-it-value": "yes", "fact-it-note": ""})
    assert form.errors == {"note": ["请写明核对的依据"]}
