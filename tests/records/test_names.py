"""Names of files: only what can be shown safely is kept of them."""

import pytest

from dengji.records.names import cleaned, split

PDF = (".pdf",)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("备案申请表.pdf", "备案申请表.pdf"),
        ("C:\\Users\\li\\Desktop\\备案申请表.pdf", "备案申请表.pdf"),
        ("../../etc/备案申请表.pdf", "备案申请表.pdf"),
        ("备案\x00申请\r\n表.pdf", "备案申请表.pdf"),
        ("申请表\u202efdp.exe", "申请表fdp.exe"),
        ("  申请   表 .pdf ", "申请 表.pdf"),
        ('<b>"申请|表"?.pdf', "_b__申请_表__.pdf"),
        ("申请表", "申请表.pdf"),
        ("2026.11.21 申请表", "2026.11.21 申请表.pdf"),
        ("...", "文件.pdf"),
        ("", "文件.pdf"),
        ("/", "文件.pdf"),
    ],
)
def test_only_the_base_name_is_kept_of_a_name(given: str, kept: str) -> None:
    assert cleaned(given, PDF) == kept


@pytest.mark.parametrize("letters", [109, 110, 111, 5000])
def test_a_very_long_name_is_cut_before_its_ending(letters: int) -> None:
    kept = cleaned("长" * letters + ".pdf", PDF)
    assert kept == "长" * min(letters, 110) + ".pdf"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.pdf", ("a", ".pdf")),
        ("a.tar.gz", ("a.tar", ".gz")),
        ("第1.2节", ("第1.2节", "")),
        ("a.申请", ("a.申请", "")),
        ("a", ("a", "")),
    ],
)
def test_an_ending_is_short_latin_letters_after_the_last_dot(name: str, parts: tuple[str, str]) -> None:
    assert split(name) == parts
