"""What a file is, told by its content: what is taken, and the sentence for what is not."""

from pathlib import Path

import pytest

from dengji.records import office
from dengji.records.content import ensure_named_as_it_is, media_type
from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType
from tests.records import papers

TAKEN = {
    MediaType.PDF: papers.PDF,
    MediaType.PNG: papers.PNG,
    MediaType.JPEG: papers.JPEG,
    MediaType.DOCX: papers.package(papers.DOCX),
    MediaType.XLSX: papers.package(papers.XLSX),
    MediaType.PPTX: papers.package(papers.PPTX),
}
VBA = "_VBA_PROJECT".encode("utf-16-le")
REFUSED = {
    "a program": (b"MZ\x90\x00" + b"\x00" * 60, "程序文件不能收"),
    "a Linux program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "程序文件不能收"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "程序文件不能收"),
    "a page": (b"<!DOCTYPE html><html></html>", "网页或 SVG 文件不能收"),
    "a page after blanks": (b"\xef\xbb\xbf\n <HTML>", "网页或 SVG 文件不能收"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "网页或 SVG 文件不能收"),
    "an XML drawing": (b'<?xml version="1.0"?><svg/>', "网页或 SVG 文件不能收"),
    "a zip": (papers.zipped({"a.txt": b"a"}), "压缩包不能收"),
    "a rar": (b"Rar!\x1a\x07\x00" + b"\x00" * 60, "压缩包不能收"),
    "an old document": (papers.OLE, "旧版 Office 文件"),
    "a webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "这种格式的图片不能收"),
    "plain words": ("你好".encode(), "这种类型的文件不能收"),
    "a macro document": (papers.package(papers.DOCM), "宏"),
    "a hidden macro": (papers.package(word__vbaProject=b"\x00"), "宏"),
    "a sheet of macros": (papers.package(papers.XLSX, xl__macrosheets__sheet1=b"<x/>"), "宏"),
    "a control": (papers.package(word__activeX__activeX1=b"\x00"), "宏"),
    "an embedded program": (papers.package(word__embeddings__ole1=b"MZ\x90"), "嵌入了程序"),
    "an embedded macro": (papers.package(word__embeddings__ole1=papers.OLE + VBA), "嵌入了程序"),
    "an embedded macro sheet": (papers.package(xl__embeddings__a=b"PK..xl/vbaProject.bin"), "嵌入了程序"),
    "two documents in one": (papers.package(f'{papers.DOCX}" x="{papers.XLSX}'), "压缩包不能收"),
    "a torn document": (papers.package()[:-30], "已损坏或加了密码"),
    "a locked document": (papers.locked(papers.package()), "已损坏或加了密码"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_is_told_by_its_content(kind: MediaType, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(TAKEN[kind])
    assert media_type(tmp_path / "file") is kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_refused_in_a_sentence_with_what_helps(what: str, tmp_path: Path) -> None:
    content, sentence = REFUSED[what]
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NotTaken) as refusal:
        media_type(tmp_path / "file")
    assert sentence in refusal.value.sentence
    assert refusal.value.remedy


def test_an_embedded_equation_without_a_program_is_taken(tmp_path: Path) -> None:
    equation = papers.OLE + "Equation Native".encode("utf-16-le")
    (tmp_path / "file").write_bytes(papers.package(word__embeddings__ole1=equation))
    assert media_type(tmp_path / "file") is MediaType.DOCX


@pytest.mark.parametrize(("parts", "taken"), [(1, True), (2, True), (3, False)])
def test_a_document_of_too_many_parts_is_refused_before_it_is_unpacked(
    parts: int, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_PARTS", 4)
    (tmp_path / "file").write_bytes(papers.package(papers.DOCX, **{f"part{n}": b"x" for n in range(parts)}))
    if taken:
        assert media_type(tmp_path / "file") is MediaType.DOCX
    else:
        with pytest.raises(NotTaken, match="解开后过大"):
            media_type(tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.JPG", MediaType.JPEG), ("a.jpeg", MediaType.JPEG), ("a", MediaType.PDF)]
)
def test_a_name_that_agrees_with_the_content_is_taken(name: str, kind: MediaType) -> None:
    ensure_named_as_it_is(name, kind)


@pytest.mark.parametrize("name", ["申请表.exe", "申请表.png", "申请表.pdf.exe"])
def test_a_name_that_claims_another_type_is_refused_with_both(name: str) -> None:
    with pytest.raises(NotTaken) as refusal:
        ensure_named_as_it_is(name, MediaType.PDF)
    assert refusal.value.sentence == f"文件名以“.{name.rpartition('.')[2]}”结尾，内容却是PDF 文件"
    assert refusal.value.facts == (f"文件名：{name}",)
