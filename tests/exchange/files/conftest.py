"""What these tests share: people carry the sheets, and results have rows."""

import pytest
from pytest_django import Settings

from dengji.exchange import contents
from dengji.exchange.terms import Register, Report
from dengji.people.models import Person
from tests.exchange.files.sheets import AT, CLERK, OTHER, passed


@pytest.fixture(autouse=True)
def carried(settings: Settings) -> None:
    """The network lets nobody in: sheets are carried."""
    settings.DENGJI_EXCHANGE = {**dict.fromkeys(Register.values), Register.MINISTRY_NETWORK: "files:"}


@pytest.fixture(autouse=True)
def composed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results have three rows, without a batch behind them; a filing says what its row says."""
    monkeypatch.setitem(contents._COMPOSERS, Report.RESULTS, passed)
    monkeypatch.setitem(contents._COMPOSERS, Report.FILINGS, dict)


@pytest.fixture
def people(db: None) -> None:
    """The accounts of those who carry the sheets, for the trail."""
    for each in (CLERK, OTHER):
        Person.objects.create(
            pk=each.person.pk,
            username=f"clerk{each.person.pk}",
            full_name=each.person.full_name,
            joined_at=AT,
        )
