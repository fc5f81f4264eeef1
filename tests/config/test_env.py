"""The environment is read with types, and a wrong value is said in a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dengji.config import env


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENGJI_TRIAL", "  ")
    assert env.text("TRIAL", "default") == "default"


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("yes", True), ("On", True), ("0", False), ("no", False)]
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, said: str, *, meant: bool) -> None:
    monkeypatch.setenv("DENGJI_TRIAL", said)
    assert env.flag("TRIAL", default=not meant) is meant


@pytest.mark.parametrize("read", [env.flag, lambda name: env.number(name, 3)])
def test_what_is_neither_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, read: object) -> None:
    monkeypatch.setenv("DENGJI_TRIAL", "perhaps")
    assert callable(read)
    with pytest.raises(ImproperlyConfigured, match="DENGJI_TRIAL is 'perhaps'"):
        read("TRIAL")


def test_a_list_is_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENGJI_TRIAL", "a.example, b.example,")
    assert env.listed("TRIAL") == ["a.example", "b.example"]


def test_a_postgresql_address_is_taken_apart() -> None:
    read = env.postgres("postgresql://wang:p%40ss@db.example:5433/house?sslmode=require")
    named = [read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert named == ["house", "wang", "p@ss", "db.example", "5433"]
    assert read["OPTIONS"]["sslmode"] == "require"
    assert read["OPTIONS"]["pool"]["max_size"] == 8


def test_a_postgresql_address_may_name_a_socket() -> None:
    read = env.postgres("postgresql:///house?host=/run/postgresql&user=wang")
    assert (read["HOST"], read["USER"], read["PORT"]) == ("/run/postgresql", "wang", "")


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        env.postgres("mysql://db.example/house")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp+tls://wang:p%40ss@mail.example", ("mail.example", 587, "wang", "p@ss", True, False)),
        ("smtps://wang:pass@mail.example:2465", ("mail.example", 2465, "wang", "pass", False, True)),
    ],
)
def test_a_mail_server_is_taken_apart(url: str, server: tuple[object, ...]) -> None:
    assert env.mail_server(url) == server


@pytest.mark.parametrize("url", ["imap://mail.example", "smtp://", "mail.example"])
def test_another_kind_of_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DENGJI_EMAIL_URL"):
        env.mail_server(url)


def test_counters_lie_in_the_machine_s_memory_where_it_shares_some(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(env, "SHARED", tmp_path)
    here, there = (env.in_memory("tally", of=Path(house)) for house in ("/srv/one", "/srv/two"))
    assert here != there
    assert here.startswith(f"{tmp_path}/dengji-")
    monkeypatch.setattr(env, "SHARED", tmp_path / "nowhere")
    assert env.in_memory("tally", of=Path("/srv/one")) == "/srv/one/tally"


def test_statements_are_planned_once_but_where_a_pooler_cannot_have_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert env.postgres("postgresql:///house")["OPTIONS"]["prepare_threshold"] == 0
    monkeypatch.setenv("DENGJI_DATABASE_PLANS", "0")
    assert env.postgres("postgresql:///house")["OPTIONS"]["prepare_threshold"] is None
