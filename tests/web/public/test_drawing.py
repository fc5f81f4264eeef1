"""The drawing of a procedure: every step and outcome is in it, nothing lies on anything else."""

import itertools
import re
from xml.etree import ElementTree

import pytest

from dengji.policy.engine.path import NoSuchMatter
from dengji.policy.engine.terms import Verb
from dengji.web.public.drawing import drawn, lanes_of, rows_of, wrapped
from tests.texts import loaded, text

MATTERS = [(pack_id, matter) for pack_id in loaded() for matter in loaded()[pack_id].pack.matters]
SVG = "{http://www.w3.org/2000/svg}"


def said(pack_id: str, matter: str) -> str:
    """All the words of a drawing, without spaces."""
    root = ElementTree.fromstring(drawn(text(pack_id), matter, "flow"))  # noqa: S314 — our own drawing
    return re.sub(r"\s", "", "".join(root.itertext()))


@pytest.mark.row("CR-6")
@pytest.mark.parametrize(("pack_id", "matter"), MATTERS)
def test_every_step_and_every_outcome_is_in_the_drawing(pack_id: str, matter: str) -> None:
    whole = said(pack_id, matter)
    steps = text(pack_id).matters[matter].steps
    outcomes = [(verb, each) for step in steps for verb, each in step.outcomes.items()]
    labels = [each.label or verb.label for verb, each in outcomes if verb is not Verb.WITHDRAW]
    wanted = [re.sub(r"\s", "", label) for label in [*(step.title for step in steps), *labels]]
    assert [label for label in wanted if label not in whole] == []


@pytest.mark.parametrize(("pack_id", "matter"), MATTERS)
def test_a_drawing_is_sound_named_and_without_styles_of_its_own(pack_id: str, matter: str) -> None:
    drawing = drawn(text(pack_id), matter, "flow")
    root = ElementTree.fromstring(drawing)  # noqa: S314 — our own drawing
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").get("id") == root.get("aria-labelledby")  # type: ignore[union-attr]
    assert "style=" not in drawing
    assert "on" + "click" not in drawing


@pytest.mark.parametrize(("pack_id", "matter"), MATTERS)
def test_steps_stand_one_below_the_other_and_all_within_the_frame(pack_id: str, matter: str) -> None:
    rows = rows_of(text(pack_id), matter)
    assert all(one.top + one.height < two.top for one, two in itertools.pairwise(rows))
    root = ElementTree.fromstring(drawn(text(pack_id), matter, "flow"))  # noqa: S314 — our own drawing
    width, height = (float(root.get(name) or 0) for name in ("width", "height"))
    boxes = [
        {key: float(each.get(key) or 0) for key in ("x", "y", "width", "height")} for each in rects(root)
    ]
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []
    assert [box for box in boxes if box["y"] < 0 or box["y"] + box["height"] > height] == []


def rects(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The boxes of a drawing."""
    return list(root.iter(f"{SVG}rect"))


@pytest.mark.parametrize(("pack_id", "matter"), MATTERS)
def test_lines_beside_the_boxes_do_not_share_a_place_where_they_meet(pack_id: str, matter: str) -> None:
    rows = rows_of(text(pack_id), matter)
    order = {row.id: place for place, row in enumerate(rows)}
    spans = [
        (lane.place, sorted(order[each] for each in (lane.target, *lane.sources))) for lane in lanes_of(rows)
    ]
    clashes = [
        (one, two)
        for at, one in enumerate(spans)
        for two in spans[at + 1 :]
        if one[0] == two[0] and one[1][0] <= two[1][-1] and two[1][0] <= one[1][-1]
    ]
    assert clashes == []


def test_a_step_says_who_acts_and_in_what_time() -> None:
    whole = said("TJ21", "initial")
    assert "5个工作日内" in whole
    assert "不少于5个工作日" in said("JL25", "initial")


def test_words_are_broken_where_they_no_longer_fit() -> None:
    assert wrapped("一二三四五", 45, 15) == ["一二三", "四五"]
    assert wrapped("ab一二", 45, 15) == ["ab一二"]
    assert wrapped("", 45, 15) == [""]


def test_a_matter_that_the_text_does_not_rule_is_not_drawn() -> None:
    with pytest.raises(NoSuchMatter):
        drawn(text("FJ22"), "initial", "flow")
