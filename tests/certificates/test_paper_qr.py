"""The code on a certificate proves what it says off line, and nothing but what was signed."""

import re

import pytest

from dengji import verify
from dengji.certificates.paper import faces, qr
from dengji.certificates.paper.qr import NotGenuine, drawing, read, signed, text, verified
from tests.certificates.papers import ADDRESS, a_face, a_signer, check


def said() -> str:
    """The text of a good code."""
    return signed(a_face(), signer=a_signer(), address=ADDRESS)


@pytest.mark.row("TJ21-8b")
def test_a_code_gives_back_the_face_that_was_signed() -> None:
    assert said().startswith(f"{ADDRESS}/c/")
    assert verified(said(), check) == a_face()


def test_a_code_can_be_written_anew_from_the_signature_that_is_kept() -> None:
    kept = read(said()).signature
    assert text(a_face(), "c1", kept, f"{ADDRESS}/") == said()


@pytest.mark.row("TJ21-8b")
def test_a_code_that_is_altered_in_one_bit_is_refused() -> None:
    raw = said().encode()
    for place in range(raw.index(b"/c/") * 8, len(raw) * 8):
        altered = bytearray(raw)
        altered[place // 8] ^= 1 << place % 8
        with pytest.raises(NotGenuine):
            verified(altered.decode("latin-1"), check)


def test_the_code_of_another_key_is_refused_in_plain_words() -> None:
    other = signed(a_face(), signer=a_signer("c2"), address=ADDRESS)
    with pytest.raises(NotGenuine, match="签名不对：内容被改动过"):
        verified(other, check)


@pytest.mark.parametrize(
    "wrong", ["", "你好", "https://example.test/", "/c/a.b.c", "a.b.c", "x/c/" + "A" * 3000]
)
def test_what_is_no_code_of_ours_is_told_so(wrong: str) -> None:
    with pytest.raises(NotGenuine, match=r"不是证书上的二维码|读不出来"):
        read(wrong)


@pytest.mark.parametrize("name", ["", "c 1", "域名/1", "a+b", ".a"])
def test_a_key_whose_name_cannot_stand_in_a_code_signs_none(name: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a code"):
        signed(a_face(), signer=a_signer(name), address=ADDRESS)


def test_a_code_is_drawn_with_at_most_65_modules_a_side() -> None:
    drawn = drawing(said())
    size = re.match(r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 (\d+) \1">', drawn)
    assert size is not None
    assert int(size[1]) == 61 + 2 * qr.QUIET


def test_the_drawing_shows_the_three_corners_and_as_many_dark_modules_as_the_code_has() -> None:
    drawn = drawing(said())
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn)]
    dark = {(left + step, down) for left, down, wide in runs for step in range(wide)}
    for left, top in ((2, 2), (2, 56), (56, 2)):
        assert {(left + step, top) for step in range(7)} <= dark
        assert not {(left + step, top + 1) for step in range(1, 6)} & dark
    assert len(dark) == sum(wide for _, _, wide in runs)


def test_the_verifier_that_stands_alone_knows_the_same_words() -> None:
    assert tuple(verify.WORDS.split()) == faces.WORDS
    assert tuple(verify.FACE.split()) == faces.FIELDS


def test_the_verifier_that_stands_alone_reads_the_same_face() -> None:
    key = verify.Key("c1", "credential", "ed25519", a_signer().public, None, None)
    for face in (
        a_face(),
        a_face(filing="", level="", level_label="", work_type="维修电工", name="买买提·吐尔逊"),
    ):
        found, _ = verify.code(signed(face, signer=a_signer(), address=ADDRESS), {"c1": key})
        assert found == face.said()


def test_the_modules_of_a_long_code_stay_large_enough_to_be_read() -> None:
    """On thirty millimetres a module is no less than 0.3, whatever the names; a phone reads 0.25."""
    face = a_face(
        name="玛依努尔·阿卜杜热西提·穆罕默德·伊敏·吐尔孙尼亚孜",
        body="内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇职业技能培训学校股份有限公司第一分公司",
        occupation="铁路机车车辆制动系统检修与试验一体化作业人员（动车组方向）",
        work_type="轨道交通信号与通信系统综合维护与调试",
    )
    said = signed(face, signer=a_signer(), address=ADDRESS)
    size = re.search(r'viewBox="0 0 (\d+) ', drawing(said))
    assert size is not None
    assert len(said) > 600
    assert 30 / int(size[1]) > 0.3
