"""A small pack to change and to judge by, and the facts that it knows."""

# A rule of the law stands on one line, in a test as in a pack.
# ruff: noqa: E501

from contextlib import suppress
from datetime import date
from typing import Any

from dengji.policy.engine.facts import Facts, read_facts
from dengji.policy.engine.loader import LoadedPack, parse
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import Term, Vocabulary, terms_of

VOCABULARY: Vocabulary = {
    term.name: term
    for term in (
        Term("kind", FactKind.TEXT, "机构类型"),
        Term("staff", FactKind.INTEGER, "专职人员数", "人"),
        Term("needed", FactKind.INTEGER, "应有人数", "人"),
        Term("clean", FactKind.BOOLEAN, "信用良好"),
        Term("lacking", FactKind.TEXTS, "缺少的材料"),
        Term("founded_on", FactKind.DATE, "成立日期"),
    )
}

SMALL = """\
schema: "pack/1"
id: "SMALL"
number: "小字〔2024〕1号"
title: "小办法"
issuer: "某局"
jurisdiction: "990000"
regimes: ["skill_level"]
stage: "issued"
effective: {from: "2024-01-01", to: "2025-12-31"}
summary: "一个小办法"
kinds: {employer: "用人单位", school: "院校"}
articles:
  a1: {label: "第一条", rows: ["SMALL-1"], says: "专职人员不少于三人", anchor: "不少于三人"}
  a2: {label: "第二条", rows: ["SMALL-2"], says: "五个工作日内办结并公示", anchor: "5个工作日"}
  a3: {label: "第三条", rows: ["SMALL-3"], says: "材料齐全，信用良好"}
parameters:
  least: {label: "最少人数", value: 3, unit: "人", cite: "a1"}
  period: {label: "办理期限", value: {n: 5, unit: "working_day"}, cite: "a2"}
  seats: {label: "专家组人数", value: 3, reading: "panel", cite: "a3"}
interpretations:
  panel: {question: "专家组几人", chosen: "三人", others: ["五人"], because: "文本未写", cite: "a3"}
facts:
  site: {kind: "text", label: "场地", asks: "场地归谁", from: "applicant", document: "form", choices: {own: "自有", rented: "租用"}, cite: "a3"}
  verified: {kind: "boolean", label: "已核验", asks: "是否核验", from: "officer", cite: "a3"}
actors:
  applicant: {label: "申请人", role: "applicant", cite: "a3"}
  clerk:
    label: "经办人"
    role: "clerk"
    seats:
      - {when: {fact: "kind", is: "equals", value: "school"}, office: "centre", level: "province"}
      - {office: "centre", level: "prefecture"}
    cite: "a3"
  experts: {label: "专家组", role: "expert", cite: "a3"}
documents:
  form: {label: "申请表", applies: {fact: "verified", is: "is_false"}, satisfied_by: "verified", cite: "a3"}
criteria:
  sheet: {title: "评分表", pass_mark: 60, items: [{id: "people", label: "人员", max: 100, minimum: 50, cite: "a1"}], cite: "a1"}
conditions:
  - id: "staff"
    label: "有专职人员"
    cite: "a1"
    applies: {fact: "kind", is: "equals", value: "employer"}
    holds: {fact: "staff", is: "at_least", min: "$least"}
    on_fail: "refuse"
    unmet: "专职人员{staff}人，少于{least}人"
    remedy: "增加到{least}人"
  - id: "clean"
    label: "信用和材料"
    cite: "a3"
    holds:
      all:
        - {fact: "clean", is: "is_true"}
        - any:
            - {fact: "lacking", is: "is_empty"}
            - not: {fact: "verified", is: "is_false"}
    on_fail: "return"
    waivable: true
    unmet: "信用或者材料不符合：{lacking}"
    remedy: "补齐材料"
matters:
  initial:
    title: "首次备案"
    cite: "a3"
    applicants: ["employer", "school"]
    start: "apply"
    steps:
      - {id: "apply", title: "申请", kind: "submission", actor: "applicant", cite: "a3", documents: ["form"], outcomes: {submit: {goto: "check"}}}
      - id: "check"
        title: "审核"
        kind: "task"
        actor: "clerk"
        cite: "a2"
        conditions: ["staff", "clean"]
        clock: {length: "$period", starts: "received", cite: "a2"}
        outcomes: {accept: {goto: "visit"}, correct: {return_to: "apply"}, reject: {end: "not_accepted", letter: "refusal", remedy: "改好后再申请"}}
      - id: "visit"
        title: "现场评估"
        kind: "panel"
        actor: "experts"
        cite: "a3"
        applies: {fact: "site", is: "equals", value: "rented"}
        otherwise: "public"
        panel: {min_seats: "$seats", criteria: "sheet", cite: "a3"}
        outcomes: {qualified: {goto: "public"}, unqualified: {end: "refused", remedy: "改好场地后再申请"}}
      - id: "public"
        title: "公示"
        kind: "publicity"
        actor: "clerk"
        cite: "a2"
        clock: {length: "$period", starts: "published", at_least: true, cite: "a2"}
        outcomes: {close: {goto: "report"}, uphold: {end: "refused", remedy: "改正问题后再申请"}}
      - {id: "report", title: "上报", kind: "external", actor: "clerk", cite: "a3", awaits: "network", outcomes: {confirm: {end: "granted", effect: ["filing.grant"]}}}
timers:
  - {id: "window", label: "可以续期", anchor: "expiry", offset: {n: 60, unit: "day"}, before: true, cite: "a3"}
  - {id: "lapse", label: "期满", anchor: "expiry", offset: {n: 0, unit: "day"}, unless: "verified", effect: ["filing.lapse"], cite: "a3"}
numbers:
  filing: {label: "备案编号", parts: [{fact: "kind", map: {employer: "Y", school: "X"}}, {division: 2}, {year: 2}, {serial: 3}], cite: "a3"}
letters:
  refusal: {title: "不予受理通知书", kind: "refusal", signed_by: "clerk", number: "filing", paragraphs: ["{body}：", "{reasons}"], cite: "a3"}
validity: {length: {n: 3, unit: "year"}, number: "filing", cite: "a3"}
"""


def given_text(*changes: tuple[str, str]) -> str:
    """The small pack's text with some words changed; each must stand in it."""
    text = SMALL
    for old, new in changes:
        assert old in text, f"not in the small pack: {old}"
        text = text.replace(old, new)
    return text


def given_loaded(*changes: tuple[str, str], file: str = "small/pack.yaml") -> LoadedPack:
    """The small pack, changed and loaded."""
    return parse(given_text(*changes), file)


def given_pack(*changes: tuple[str, str]) -> Pack:
    """The small pack, changed."""
    return given_loaded(*changes).pack


def given_facts(pack: Pack, **values: Any) -> Facts:
    """Facts by name, all told by the applicant."""
    return read_facts(values, terms_of(pack, VOCABULARY), source="申请人")


def given_rule(rule: dict[str, Any]) -> Pack:
    """A pack of one condition, 'only', that holds by the rule."""
    condition = {
        "id": "only", "label": "唯一条件", "cite": "a1", "holds": rule, "on_fail": "refuse", "unmet": "不符", "remedy": "改正",
    }  # fmt: skip
    return Pack.model_validate(
        {
            "schema": "pack/1", "id": "ONE", "number": "一号", "title": "一条", "issuer": "某局", "jurisdiction": "990000",
            "regimes": ["skill_level"], "stage": "issued", "effective": {}, "summary": "一条", "kinds": {},
            "articles": {"a1": {"label": "第一条", "rows": ["ONE-1"], "says": "只有一条"}}, "conditions": [condition],
        }
    )  # fmt: skip


def line_with(text: str, words: str) -> int:
    """The line, from 1, on which the words first stand."""
    with suppress(StopIteration):
        return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)
    raise AssertionError(f"no line has: {words}")


DAY = date(2024, 6, 3)
