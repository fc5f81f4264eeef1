"""A text in people's words: conditions, steps and periods, with numbers put in and cases left open."""

import pytest

from dengji.policy.engine.path import NoSuchMatter
from dengji.policy.reading import conditions_read, rule_in_words, steps_read, told
from tests.web.public.builder import text


def test_a_condition_says_when_it_is_asked_and_what_helps() -> None:
    pay = next(each for each in conditions_read(text("JL25")) if each.id == "pay")
    assert pay.applies == "机构类型为用人单位"
    assert (pay.article, pay.on_fail) == ("第六条第（六）项前段", "不符合的，不予受理")
    assert pay.remedy == "在薪酬制度中写明取得等级后的待遇后再申请"


def test_rules_together_read_as_one_sentence_without_codes() -> None:
    levels = next(each for each in conditions_read(text("XZ24")) if each.label == "只按五个等级申报")
    assert levels.applies == (
        "评价类别为准入类职业资格鉴定，或者（机构类型为职业院校（含技工院校）、社会培训评价组织之一，"
        "并且评价类别为职业技能等级认定）"
    )


def test_a_question_answered_yes_reads_plainly() -> None:
    listed = next(each for each in conditions_read(text("JL25")) if each.id == "subsidiaries")
    assert listed.applies == "机构类型为用人单位，并且申报了下属子公司"


def test_what_must_not_be_reads_as_not() -> None:
    short = next(each for each in conditions_read(text("FJ22")) if each.applies.startswith("并非"))
    assert short.applies == "并非“有效期内的认定批次不少于6批次”"


def test_a_sentence_has_its_numbers_and_leaves_the_case_open() -> None:
    pack = text("JL25")
    assert told(pack, "公示{publicity}，还有{objections_open}件异议") == "公示5个工作日，还有若干件异议"
    assert told(pack, "还缺少：{documents_missing}") == "还缺少：……"


def test_a_step_says_who_by_which_article_in_what_time_and_what_may_come_of_it() -> None:
    steps = {each.id: each for each in steps_read(text("JL25"), "initial")}
    publicity = steps["publicity"]
    assert (publicity.article, publicity.clock) == (
        "第七条第（五）项前段",
        "自公示发布的次日起不少于5个工作日",
    )
    assert [(each.label, each.number, each.leads_to) for each in publicity.outcomes] == [
        ("公示无异议", 9, "下发备案通知"),
        ("异议成立", None, "办结：不予备案"),
        ("撤回申请", None, "办结：已撤回"),
    ]


def test_a_step_that_may_return_for_correction_says_what_its_clock_does() -> None:
    first = next(each for each in steps_read(text("TJ21"), "initial") if each.id == "first_review")
    assert first.clock == "自收到申请的次日起5个工作日内；退回补正的，补正期间不计，补正后接着计算"


def test_a_step_that_is_not_always_needed_says_when_and_what_follows_instead() -> None:
    assessment = next(each for each in steps_read(text("TJ21"), "initial") if each.id == "assessment")
    assert assessment.applies.startswith("机构类型为用人单位")
    assert assessment.otherwise == "第4步“遴选评分”"


def test_a_matter_that_the_text_does_not_rule_has_no_steps() -> None:
    with pytest.raises(NoSuchMatter):
        steps_read(text("FJ22"), "initial")


def test_every_text_that_ships_can_be_read_whole() -> None:
    for pack_id in ("FJ22", "JL25", "JLJD", "TJ21", "XZ24"):
        pack = text(pack_id)
        sentences = [each.unmet + each.remedy for each in conditions_read(pack)]
        sentences += [step.clock for matter in pack.matters for step in steps_read(pack, matter)]
        assert sentences
        assert not [each for each in sentences if "{" in each]
        assert all(rule_in_words(pack, each.holds) for each in pack.conditions)
