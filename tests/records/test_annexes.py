"""The text's forms on paper (附表): the annex's own layout, as PDF and as a Word file that opens again."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.shared import Mm

from dengji.policy.engine.annexes import Annex
from dengji.records.annexes import annex_content, annex_pdf, annex_word
from dengji.records.application_form import Form
from dengji.records.content import media_type
from dengji.records.refusals import CannotBeSet
from dengji.records.terms import MediaType
from tests.packs.folder import pack_of_text
from tests.records import sheets
from tests.records.test_documents import DOSSIER

A4 = (Mm(210), Mm(297))
DAY = date(2027, 2, 18)
PLAN = {
    "number": "P2026001",
    "occupation": "电工",
    "work_type": "",
    "level": "四级",
    "assessed": "40",
    "passed": "35",
    "online": "是",
    "year": "2026",
}
SAID: dict[str, Any] = {
    "name": "某市机械制造有限公司",
    "address": "某市创业大街88号",
    "number": "Y000035000900",
    "expiry": "2027年5月9日",
    "head": "李红梅",
    "head_phone": "13800001111",
    "contact": "王小川",
    "contact_phone": "13800002222",
    "email": "px@example.test",
    "place": "某市",
    "plans": [PLAN, PLAN | {"number": "P2026002"}],
}
TYPED = "<b>粗</b> & {{ 7*7 }} {% raise %} ${x} #let y = 1 </w:t>"


def annex_of(pack: str, name: str) -> Annex:
    """A form of a text."""
    return pack_of_text(pack).forms[name]


def form_for(annex: Annex) -> Form:
    """What stands around it."""
    return Form(annex.label, "99000001", tuple(annex.opinions), DAY)


def opened(annex: Annex, values: dict[str, Any], dossier: dict[str, Any] = DOSSIER) -> Paper:
    """A form written as Word and opened again."""
    return Document(BytesIO(annex_word(annex, values, dossier, form_for(annex))))


def printed(annex: Annex, values: dict[str, Any], dossier: dict[str, Any] = DOSSIER) -> bytes:
    """A form set as PDF."""
    return annex_pdf(annex, values, dossier, form_for(annex))


def grid(paper: Paper, table: int) -> list[list[str]]:
    """The cells of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in paper.tables[table].rows]


@pytest.mark.row("FJ22-A1", "FJ22-4.1")
def test_the_renewal_form_as_word_has_the_cells_of_the_annex() -> None:
    paper = opened(annex_of("FJ22", "form"), SAID)
    assert grid(paper, 0)[0][:2] == ["机构名称", "某市机械制造有限公司 （加盖单位公章）"]
    assert grid(paper, 0)[1][:2] == ["备案地址", "某市创业大街88号"]
    assert grid(paper, 0)[2:] == [
        ["机构备案号", "Y000035000900", "备案到期时间", "2027年5月9日"],
        ["评价业务负责人", "李红梅", "手机号码", "13800001111"],
        ["评价业务联系人", "王小川", "手机号码", "13800002222"],
        ["电子邮箱", "px@example.test", "备案所属地", "某市"],
    ]
    assert (paper.sections[0].page_width, paper.sections[0].page_height) == pytest.approx(A4, abs=1000)


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize("chosen", [0, 5, 6])
def test_the_renewal_form_always_has_six_rows_for_plans(chosen: int) -> None:
    plans = [PLAN | {"number": f"P{n}"} for n in range(1, chosen + 1)]
    rows = grid(opened(annex_of("FJ22", "form"), SAID | {"plans": plans}), 1)
    assert rows[0] == [
        "序号", "评价计划号", "职业名称", "工种名称", "级别", "认定人数", "合格人数", "是否上网", "评价年份",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert [row[1] for row in rows[1:]] == [f"P{n}" if n <= chosen else "" for n in range(1, 7)]


@pytest.mark.row("FJ22-A1")
def test_the_renewal_form_is_one_sheet_signed_under_the_commitment() -> None:
    annex = annex_of("FJ22", "form")
    pdf = printed(annex, SAID)
    assert len(sheets.reader(pdf).pages) == 1
    said = sheets.words(pdf)
    shown = [group.label for group in annex.groups]
    assert [said.index(label) for label in shown] == sorted(said.index(label) for label in shown)
    assert "授权代表人（签字）：赵铁军" in said
    assert "2026年11月20日" in said
    assert said.count("赵铁军") == 1
    bare = sheets.words(printed(annex, {}, DOSSIER | {"commitment": {}}))
    assert "授权代表人（签字）：单位名称（公章）：年月日" in bare


@pytest.mark.row("FJ22-A1")
def test_a_long_address_for_e_mail_stays_in_its_cell_and_is_copied_whole() -> None:
    email = "vocational.skills.evaluation.centre@education.fuzhou-mechanical.example.cn"
    paper = printed(annex_of("FJ22", "form"), SAID | {"email": email})
    lines = sheets.reader(paper).pages[0].extract_text().splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("vocational"))
    assert len(lines[first]) < len("vocational.skills.evaluation")
    assert email in "".join(lines[first : first + 6])


@pytest.mark.row("FJ22-A2", "FJ22-4.1")
def test_the_summary_has_its_three_parts_and_leaves_out_what_does_not_apply() -> None:
    values = {"name": "某公司", "overall": "第一段。\n第二段。", "rectified": "已整改。", "problems": ""}
    paper = opened(annex_of("FJ22", "summary"), values)
    said = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    assert [line for line in said if line[1:2] == "、"] == ["一、基本情况", "二、存在问题", "三、下阶段工作"]
    assert "机构名称：某公司" in said
    assert said[said.index("有效期内评价工作的总体情况") + 1 :][:2] == ["第一段。", "第二段。"]
    assert "整改情况" in said
    assert "不可抗力的影响" not in said
    assert "工作中的问题和困难" in said
    assert "第二段。" in sheets.words(printed(annex_of("FJ22", "summary"), values))


@pytest.mark.row("FJ22-A2")
def test_a_long_summary_goes_on_to_further_sheets() -> None:
    annex = annex_of("FJ22", "summary")
    values = {"overall": "\n".join(["本年度组织认定，参加人员合格，数据已经上传。" * 6] * 20)}
    assert len(sheets.reader(printed(annex, values)).pages) in (3, 4)


@pytest.mark.row("FJ22-4.1")
@pytest.mark.parametrize("name", ["form", "summary"])
def test_markup_and_braces_that_somebody_types_stay_text(name: str) -> None:
    annex = annex_of("FJ22", name)
    values: dict[str, Any] = {part.id: TYPED for part in annex.parts() if not part.columns}
    if name == "form":
        values["plans"] = [dict.fromkeys(PLAN, TYPED)]
    paper = opened(annex, values)
    texts = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    texts += [paragraph.text for paragraph in paper.paragraphs]
    assert sum(TYPED in text for text in texts) >= 6
    assert "".join(TYPED.split()) in sheets.words(printed(annex, values))


def test_signs_that_no_file_may_hold_are_left_out_of_the_word_file() -> None:
    paper = opened(annex_of("FJ22", "form"), SAID | {"head": "李\x00红\x0b梅\uffff\u202e"})
    assert grid(paper, 0)[3][1] == "李红 梅"


def test_a_character_that_no_font_has_is_named_for_the_pdf_and_stands_in_the_word_file() -> None:
    annex = annex_of("FJ22", "form")
    with pytest.raises(CannotBeSet, match="U\\+30EDE"):
        printed(annex, SAID | {"head": "王𰻞"})
    assert grid(opened(annex, SAID | {"head": "王𰻞"}), 0)[3][1] == "王𰻞"


@pytest.mark.row("JLJD-A")
def test_the_jilin_form_has_its_five_parts_and_three_opinions_in_both_files() -> None:
    annex = annex_of("JLJD", "application")
    values = {"offices": "办公用房120平方米，自有。", "computers": "计算机60台，监控全覆盖。"}
    paper = opened(annex, values)
    said = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    headings = [paragraph.text for paragraph in paper.paragraphs]
    assert [each for each in headings if each in {group.label for group in annex.groups}] == [
        "一、基本信息", "二、规章制度", "三、开展鉴定范围", "四、场地及设施设备", "五、人员情况",
    ]  # fmt: skip
    told = sheets.words(printed(annex, values))
    for words in (
        "91999900MA0Y12345X",
        "收费管理办法",
        "面塑制作",
        "数控车床",
        "王大伟",
        *values.values(),
        *annex.opinions,
    ):
        assert words in said
        assert words in told


@pytest.mark.row("JLJD-A")
def test_the_lists_of_the_jilin_form_keep_their_heads_on_every_sheet() -> None:
    annex = annex_of("JLJD", "application")
    many = [{"name": f"设备{n}", "quantity": n, "tenure": "own", "occupation": None} for n in range(1, 60)]
    dossier = DOSSIER | {"equipment": many}
    paper = opened(annex, {}, dossier)
    table = next(each for each in paper.tables if "设备59" in [cell.text for cell in each.rows[-1].cells])
    assert len(table.rows) == 60
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert len(sheets.reader(printed(annex, {}, dossier)).pages) >= 5


def test_a_word_file_is_one_that_the_system_would_take_itself(tmp_path: Any) -> None:
    annex = annex_of("FJ22", "form")
    there = tmp_path / "form.docx"
    there.write_bytes(annex_word(annex, SAID, DOSSIER, form_for(annex)))
    assert media_type(there) is MediaType.DOCX
    told = Document(str(there)).core_properties
    assert (told.title, told.author) == (annex.label, "某市机械制造有限公司")


def test_what_nobody_filled_in_stays_blank() -> None:
    content = annex_content(annex_of("FJ22", "form"), {}, DOSSIER, form_for(annex_of("FJ22", "form")))
    cells = content["parts"][0]["pieces"][0]["rows"]
    assert [row[1::2] for row in cells[2:]] == [["", ""]] * 4
