"""Official letters stand on the sheet as the standard has it, and say what they were given."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from django.conf import settings as configured
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from pytest_django import Settings

from dengji.records import typesetting
from dengji.records.documents import qr_code
from dengji.records.refusals import CannotBeSet
from dengji.records.typesetting import fonts_in, typeset, unknown_characters
from tests.records import sheets

DAY = date(2026, 11, 21)
TEXT = "经专家技术评估、专题审议并公示无异议，符合备案条件，现予备案。"


def content(**fields: Any) -> dict[str, Any]:
    """A letter to be set."""
    letter: dict[str, Any] = {
        "form": "document",
        "author": ["某市人力资源和社会保障局"],
        "authority": "某市人力资源和社会保障局",
        "number": "某人社备〔2026〕12号",
        "title": "职业技能等级认定机构备案通知",
        "addressee": "某市机械制造有限公司",
        "paragraphs": [TEXT, "特此通知。"],
        "issued_on": "2026年11月21日",
        "address": "https://example.test/letter/1/",
        "qr": qr_code("https://example.test/letter/1/"),
        "check": ["扫描二维码可核对本文书。"],
    }
    return letter | fields


def letter(**fields: Any) -> bytes:
    """A letter as PDF."""
    return typeset("letter.typ", content(**fields), on=DAY)


def run(pdf: bytes, words: str, page: int = 0) -> sheets.Run:
    """The run of a page that reads so."""
    return next(each for each in sheets.runs(pdf, page) if each.words == words)


@pytest.mark.parametrize("form", ["document", "letter"])
def test_a_letter_says_everything_that_it_was_given(form: str) -> None:
    said = sheets.words(letter(form=form))
    fields = content()
    for key in ("authority", "number", "title", "addressee", "issued_on", "address"):
        assert fields[key] in said
    assert "".join(fields["paragraphs"]) in said


def test_the_sheet_is_a4_and_a_full_page_has_22_lines_of_28_characters() -> None:
    pdf = letter(paragraphs=["字" * 1400])
    box = sheets.reader(pdf).pages[1].mediabox
    assert (round(box.width / sheets.MILLIMETRE), round(box.height / sheets.MILLIMETRE)) == (210, 297)
    lines = [each for each in sheets.runs(pdf, 1) if each.words.startswith("字")]
    assert len(lines) == 22
    assert {len(each.words) for each in lines} == {28}
    assert {round(each.left, 1) for each in lines} == {28.0}
    assert (lines[-1].top - lines[0].top) / 21 == pytest.approx(225 / 22, abs=0.01)
    assert {round(each.size) for each in lines} == {16}


def test_the_first_line_of_the_text_block_begins_37_mm_from_the_top() -> None:
    first = sheets.runs(letter(paragraphs=["字" * 1400]), 1)[0]
    assert first.top == pytest.approx(37 + 0.88 * 16 / sheets.MILLIMETRE, abs=0.1)


def test_a_paragraph_begins_two_characters_in_and_the_addressee_at_the_edge() -> None:
    pdf = letter()
    assert run(pdf, "某市机械制造有限公司：").left == pytest.approx(28, abs=0.1)
    assert run(pdf, "特此通知。").left == pytest.approx(28 + 2 * 156 / 28, abs=0.1)


def test_the_head_of_a_document_stands_35_mm_below_the_top_of_the_text_block() -> None:
    mark = run(letter(), "某市人力资源和社会保障局")
    assert mark.top - 0.88 * mark.size / sheets.MILLIMETRE == pytest.approx(37 + 35, abs=0.3)


def test_the_head_of_a_plain_letter_stands_30_mm_below_the_edge() -> None:
    mark = run(letter(form="letter"), "某市人力资源和社会保障局")
    assert mark.top - 0.88 * mark.size / sheets.MILLIMETRE == pytest.approx(30, abs=0.3)


@pytest.mark.parametrize(
    "authority", ["某局", "某某省某某自治州某某县人力资源和社会保障局职业技能鉴定指导服务中心"]
)
def test_the_authoritys_name_stands_on_one_line_inside_the_text_block(authority: str) -> None:
    pdf = letter(authority=authority)
    mark = run(pdf, authority)
    assert mark.left >= 28
    assert mark.left + len(authority) * mark.size / sheets.MILLIMETRE <= 28 + 156 + 1


def test_pages_are_numbered_between_dashes_on_the_outer_side() -> None:
    pdf = letter(paragraphs=["字" * 1400])
    first, second = run(pdf, "—1—"), run(pdf, "—2—", 1)
    assert first.left > 105 > second.left
    assert {first.size, second.size} == {14.0}


def test_the_first_page_of_a_plain_letter_has_no_number() -> None:
    pdf = letter(form="letter", paragraphs=["字" * 1400])
    assert "—1—" not in "".join(sheets.reader(pdf).pages[0].extract_text().split())
    assert run(pdf, "—2—", 1)


@pytest.mark.parametrize("count", range(1, 16))
@pytest.mark.parametrize("form", ["document", "letter"])
def test_signature_and_way_to_check_never_stand_on_a_page_without_text(count: int, form: str) -> None:
    pdf = letter(form=form, paragraphs=[*["字" * 20] * count, TEXT * 9])
    last = "".join(sheets.reader(pdf).pages[-1].extract_text().split())
    assert last.index("某市人力资源和社会保障局2026年11月21日") > 0
    assert "扫描二维码可核对本文书。" in last


def test_a_numbered_heading_stays_with_what_it_heads() -> None:
    for count in range(4, 10):
        pdf = letter(paragraphs=[*["字" * 20] * count, "一、备案内容", TEXT * 3, "特此通知。"])
        pages = ["".join(page.extract_text().split()) for page in sheets.reader(pdf).pages]
        assert [page for page in pages if "一、备案内容经专家" in page], count


def test_markup_in_the_words_is_printed_as_it_stands() -> None:
    words = '#import "x": *[粗]$x^2$<b>&amp;\\u{1}_下_`码`@引//注'
    assert "".join(words.split()) in sheets.words(letter(paragraphs=[words]))


def test_a_letter_without_number_or_addressee_is_set_too() -> None:
    said = sheets.words(letter(number="", addressee=""))
    assert "：" not in said.split("职业技能等级认定机构备案通知")[0]
    assert TEXT in said


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert letter() == letter()


def test_a_letter_is_archival_and_accessible() -> None:
    root: Any = sheets.reader(letter()).trailer["/Root"]
    declared = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in declared
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert root["/Lang"] == "zh-CN"


def test_a_faulty_template_says_so_and_gives_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "faulty.typ").write_text(
        '#set document(title: "甲")\n#set text(font: "No Such", lang: "zh")\n= 甲'
    )
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(typst.TypstWarning, match="unknown font family"):
        typeset("faulty.typ", {}, on=DAY)


def test_a_character_that_no_font_has_is_named_with_its_code() -> None:
    with pytest.raises(CannotBeSet) as refusal:
        letter(addressee="某😀公司")
    assert refusal.value.sentence == "文书里有字体不认识的字：“😀”（U+1F600）"
    assert "字体" in refusal.value.remedy


def test_rare_characters_of_names_are_known_and_marks_without_shape_do_not_count() -> None:
    assert unknown_characters("喆堃旻昇煊珺䶮", "某\u200b司\u202e\n　") == []


def test_missing_fonts_are_told_by_name(tmp_path: Path, settings: Settings) -> None:
    settings.DENGJI_FONTS = tmp_path
    with pytest.raises(CannotBeSet, match="没有 Noto Sans SC、Noto Serif SC"):
        letter()


def test_an_authoritys_own_font_comes_before_the_ones_always_there(tmp_path: Path) -> None:
    for file in configured.DENGJI_FONTS.glob("*.ttf"):
        (tmp_path / file.name).symlink_to(file)
    subsetter = Subsetter()
    subsetter.populate(text="仿宋")
    with TTFont(configured.DENGJI_FONTS / "NotoSansSC-Regular.ttf", lazy=True) as own:
        subsetter.subset(own)
        for record in own["name"].names:
            if record.nameID in {1, 4, 16}:
                record.string = "FangSong"
        own.save(tmp_path / "own.ttf")
    assert fonts_in(tmp_path).faces["text"] == ["FangSong", "Noto Serif SC"]
    assert ord("字") in fonts_in(tmp_path).covered
