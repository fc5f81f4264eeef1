"""Every requirement row of a text stands in its pack, and no pack names a row that there is not."""

import pytest

from dengji.config.reference import requirement_rows
from dengji.policy.engine.loader import LoadedPack
from tests.packs.folder import ROOT, packs

ROWS = list(requirement_rows(ROOT))


def rows_of(loaded: LoadedPack) -> set[str]:
    """The rows that the articles of a pack carry."""
    return {row for article in loaded.pack.articles.values() for row in article.rows}


@pytest.mark.parametrize("loaded", packs(), ids=lambda loaded: loaded.pack.id)
def test_every_row_of_a_text_stands_in_an_article_of_its_pack(loaded: LoadedPack) -> None:
    own = {row for row in ROWS if row.startswith(f"{loaded.pack.id}-")}
    assert own - rows_of(loaded) == set()


@pytest.mark.parametrize("loaded", packs(), ids=lambda loaded: loaded.pack.id)
def test_no_pack_names_a_row_that_there_is_not(loaded: LoadedPack) -> None:
    assert rows_of(loaded) - set(ROWS) == set()


def test_every_text_of_the_requirements_has_its_pack() -> None:
    texts = {row.split("-")[0] for row in ROWS} - {"CR"}
    assert texts == {loaded.pack.id for loaded in packs()} & texts
