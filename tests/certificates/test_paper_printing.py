"""Certificates on paper: every design says everything, fits on one sheet, and never leaves a sign out."""

import json
from typing import Any

import pytest

from dengji.certificates.paper.pictures import framed
from dengji.certificates.paper.printing import (
    DESIGNS,
    Design,
    certificate_pdf,
    sheets_pdf,
)
from dengji.policy.engine.terms import Regime
from dengji.records.refusals import CannotBeSet
from tests.certificates.papers import ADDRESS, DAY, a_face, a_paper, a_style, png
from tests.records import sheets

LONG = "某某某某某某某某某某某重型机械装备制造集团股份有限公司职业技能等级认定中心"


def one_line(text: str) -> str:
    """A text without its blanks, as `sheets.words` has it."""
    return "".join(text.split())


@pytest.mark.row("TJ21-8a")
@pytest.mark.row("XZ24-19")
@pytest.mark.parametrize("design", Design)
def test_every_design_says_everything_on_one_sheet(design: Design) -> None:
    face = a_face(work_type="维修电工")
    pdf = certificate_pdf(a_paper(face), a_style(design), on=DAY)
    said = sheets.words(pdf)
    assert len(sheets.reader(pdf).pages) == 1
    level = [] if design == Design.ABILITY else [face.level_label, face.work_type]
    for words in (
        face.title, face.name, face.number, face.occupation, face.code, face.body, "女", "1990年3月7日", "居民身份证",
        "120104199003071234", "理论知识86", "技能操作91.5", "2026年11月22日", f"{ADDRESS}/certificates/", *level,
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.row("TJ21-8a")
@pytest.mark.parametrize("design", Design)
def test_long_words_shrink_and_stay_on_the_sheet(design: Design) -> None:
    face = a_face(
        name="阿卜杜拉艾则孜·买买提吐尔逊江·阿不都热依木",
        body=LONG,
        occupation="计算机及外部设备装配调试员" * 2,
        work_type="通用机械设备安装调试与维护保养（含起重吊装）方向",
    )
    pdf = certificate_pdf(a_paper(face), a_style(design), on=DAY)
    page = sheets.reader(pdf).pages[0]
    wide = float(page.mediabox.width) / sheets.MILLIMETRE
    for run in sheets.runs(pdf):
        signs = sum(0.5 if sign.isascii() or sign == "·" else 1 for sign in run.words)
        assert run.left > 8, run
        assert run.size > 7, run
        assert run.left + signs * run.size / sheets.MILLIMETRE < wide - 8, run
    assert one_line(face.name) in sheets.words(pdf)
    assert LONG in sheets.words(pdf)


def test_what_is_not_known_leaves_no_empty_row() -> None:
    face = a_face(work_type="", level="", level_label="", code="")
    paper = a_paper(face, sex="", born=None, marks=(("综合评审", ""),))
    said = sheets.words(certificate_pdf(paper, a_style(Design.PLAIN), on=DAY))
    for label in ("性别", "出生日期", "工种方向", "职业编码", "综合评审"):
        assert label not in said
    assert "姓名" in said


@pytest.mark.row("TJ21-8b")
def test_an_electronic_certificate_is_archival_accessible_and_carries_its_credential() -> None:
    carried = json.dumps({"name": "张三 𠮷 <&>  双空格"}, ensure_ascii=False)
    pdf = certificate_pdf(a_paper(), a_style(), on=DAY, credential=carried)
    document = sheets.reader(pdf)
    root: Any = document.trailer["/Root"]
    declared = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in declared
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert document.attachments == {"credential.json": [carried.encode()]}
    assert root["/AF"][0]["/AFRelationship"] == "/Data"
    assert document.metadata is not None
    assert document.metadata.title == "职业技能等级证书 Y000012000001263000123"


def test_a_certificate_without_a_credential_carries_nothing() -> None:
    pdf = certificate_pdf(a_paper(), a_style(), on=DAY)
    assert sheets.reader(pdf).attachments == {}
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


@pytest.mark.row("TJ21-8a")
def test_the_seal_the_signature_and_the_photo_are_on_the_sheet() -> None:
    bare = certificate_pdf(a_paper(), a_style(), on=DAY)
    style = a_style(
        seal=framed(png(42, 42), 42, 42), signature=framed(png(33, 11), 33, 10.5), signer="负责人"
    )
    full = certificate_pdf(a_paper(photo=png(35, 49, cover=255)), style, on=DAY)
    assert len(sheets.reader(bare).pages[0].images) == 0
    assert len(sheets.reader(full).pages[0].images) == 3
    assert "照片" in sheets.words(bare)
    assert "负责人" in sheets.words(full)


@pytest.mark.parametrize("design", Design)
def test_many_certificates_make_as_many_sheets_for_the_printer(design: Design) -> None:
    papers = [a_paper(a_face(number=f"Y00001200000126300000{n}", name=f"张{n}")) for n in range(3)]
    pdf = sheets_pdf(papers, a_style(design), on=DAY)
    pages = sheets.reader(pdf).pages
    for n, page in enumerate(pages):
        assert f"Y00001200000126300000{n}" in one_line(page.extract_text())
    assert len(pages) == 3


def test_the_same_certificate_gives_the_same_bytes() -> None:
    assert certificate_pdf(a_paper(), a_style(), on=DAY) == certificate_pdf(a_paper(), a_style(), on=DAY)


def test_rare_characters_of_names_are_printed() -> None:
    pdf = certificate_pdf(a_paper(a_face(name="喆堃䶮昇")), a_style(), on=DAY)
    assert "喆堃䶮昇" in sheets.words(pdf)


@pytest.mark.row("TJ21-8a")
def test_a_character_that_no_font_has_is_named_and_nothing_is_printed() -> None:
    strange = a_paper(a_face(name="张\U00030ede"))
    with pytest.raises(CannotBeSet, match="U\\+30EDE"):
        certificate_pdf(strange, a_style(), on=DAY)
    with pytest.raises(CannotBeSet, match="U\\+30EDE"):
        sheets_pdf([a_paper(), strange], a_style(), on=DAY)


@pytest.mark.row("TJ21-8a")
def test_each_kind_of_certificate_has_designs_of_its_own_and_skill_levels_have_three() -> None:
    assert set(DESIGNS) == set(Regime)
    assert len(DESIGNS[Regime.SKILL_LEVEL]) == 3
    chosen = [design for designs in DESIGNS.values() for design in designs]
    assert sorted(chosen) == sorted(Design)
