"""Sessions end after idle minutes, counted from the last page (会话时限)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from dengji.web.middleware import renew

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "written"), [(59, False), (60, True), (61, True)])
def test_a_session_is_written_once_a_minute(seconds: int, written: bool) -> None:
    """The first page writes it; a page within the minute does not, one after it does."""
    session = SessionStore()
    renew(session, AT)
    assert session.modified
    session.modified = False
    renew(session, AT + timedelta(seconds=seconds))
    assert session.modified is written
