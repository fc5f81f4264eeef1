"""The packs pass their own linter, and their anchors stand in the official texts, where these are at hand."""

import pytest

from dengji.policy.effects import known_effects
from dengji.policy.engine.lint_texts import check_texts, texts_in
from dengji.policy.engine.linter import lint_folder
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.facts import vocabulary
from tests.packs.folder import official_texts, packs

TEXTS = official_texts()


def test_the_packs_have_no_mistake() -> None:
    problems = lint_folder(packs(), vocabulary=vocabulary(), effects=known_effects())
    assert [str(problem) for problem in problems if not problem.warning] == []


if TEXTS is not None:
    OFFICIAL = texts_in(TEXTS)

    @pytest.mark.parametrize("loaded", packs(), ids=lambda loaded: loaded.pack.id)
    def test_every_anchor_stands_in_the_official_text(loaded: LoadedPack) -> None:
        assert [str(problem) for problem in check_texts(loaded, OFFICIAL)] == []
