"""The public log on the web: a page for people, and addresses for programs that anybody may keep."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji import verify
from dengji.transparency import queries, tree
from dengji.transparency.acts import publish_head
from dengji.transparency.models import Head
from dengji.transparency.notes import of_base64
from dengji.transparency.tree import leaf_hash
from dengji.web.public.views.log import in_path
from tests.signing.keys import NOON, given_key, given_keys
from tests.transparency.log import given_entries

pytestmark = [pytest.mark.row("TJ21-8b"), pytest.mark.django_db]


def given_log() -> None:
    """Three hundred entries under one head, and one more that no head covers."""
    given_keys()
    given_entries(300)
    publish_head(at=NOON)
    given_entries(1)


def asked(client: Client, address: str, status: int = 200) -> Any:
    """What a program is told there; never with a cookie, and open to every page."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer


def test_the_page_explains_the_log_and_shows_its_newest_head_and_keys(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    given_log()
    with django_assert_max_num_queries(6):
        page = client.get("/log/").content.decode()
    assert queries.root(300).hex() in page
    assert "共300条，这里是最近5条" in page
    assert "共3把" in page
    assert 'href="/log/verify.py"' in page


def test_an_empty_log_says_so(client: Client) -> None:
    assert "日志还没有条目" in client.get("/log/").content.decode()
    assert asked(client, "/log/checkpoint", 404).json() == {"error": "日志还没有签发过树头"}


def test_the_newest_head_is_read_as_a_note_for_seconds(client: Client) -> None:
    given_log()
    answer = asked(client, "/log/checkpoint")
    assert answer.content.decode() == Head.objects.get().note
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=5"


def test_tiles_are_read_for_ever_as_far_as_the_newest_head_goes(client: Client) -> None:
    given_log()
    whole = asked(client, "/log/tile/0/000")
    assert whole.content == queries.stored(0, 0)
    assert whole.headers["Cache-Control"].endswith("immutable")
    assert len(asked(client, "/log/tile/0/001.p/44").content) == 44 * 32
    assert len(asked(client, "/log/tile/1/000.p/1").content) == 32


@pytest.mark.parametrize(
    "place",
    [
        *("0/001", "0/001.p/45", "0/001.p/0", "0/000.p/256", "2/000.p/1", "0/x000/000", "64/000", "00/000"),
        *("0/00", "0/0001", "entries/001", "entries/001.p/45", "x", "0/999/000"),
    ],
)
def test_a_tile_that_is_not_there_or_not_written_so_is_not_found(place: str, client: Client) -> None:
    given_log()
    assert "error" in asked(client, f"/log/tile/{place}", 404).json()


def test_bundles_hold_the_entries_behind_their_lengths(client: Client) -> None:
    given_log()
    raw, found = asked(client, "/log/tile/entries/001.p/44").content, []
    while raw:
        length = int.from_bytes(raw[:2])
        found.append(raw[2 : 2 + length])
        raw = raw[2 + length :]
    assert b"".join(map(leaf_hash, found)) == asked(client, "/log/tile/0/001.p/44").content


def test_a_number_is_written_in_three_digits_a_step() -> None:
    assert [in_path(number) for number in (0, 67, 999, 1000, 1234067)] == [
        "000",
        "067",
        "999",
        "x001/000",
        "x001/x234/067",
    ]


def test_entries_are_read_as_they_are_hashed(client: Client) -> None:
    given_log()
    said = asked(client, "/log/entries?first=298&count=10")
    assert said.json()["entries"] == [each.content for each in queries.entries(298, 300)]
    assert said.headers["Cache-Control"] == "public, max-age=5"
    assert asked(client, "/log/entries?count=2").headers["Cache-Control"].endswith("immutable")
    assert asked(client, "/log/entries?first=900").json()["entries"] == []


@pytest.mark.parametrize(
    "words",
    [
        "entries?count=1001",
        "entries?count=0",
        "entries?first=-1",
        "entries?first=１",
        "inclusion",
        "inclusion?index=x",
    ],
)
def test_what_is_not_asked_properly_is_refused_with_a_sentence(words: str, client: Client) -> None:
    given_log()
    assert asked(client, f"/log/{words}", 400).json()["error"].startswith("参数")


def test_the_proofs_that_are_read_verify(client: Client) -> None:
    given_log()
    said = asked(client, "/log/inclusion?index=299").json()
    entry = asked(client, "/log/entries?first=299&count=1").json()["entries"][0]
    path = [of_base64(each) for each in said["inclusion"]]
    assert tree.includes(leaf_hash(entry.encode()), 299, said["size"], path, queries.root(300))
    said = asked(client, "/log/consistency?from=7&to=300").json()
    path = [of_base64(each) for each in said["proof"]]
    assert tree.continues(7, 300, path, queries.root(7), queries.root(300))


@pytest.mark.parametrize(
    "words",
    [
        *("inclusion?index=300", "inclusion?index=5&size=5", "inclusion?index=5&size=301"),
        *("consistency?from=0&to=5", "consistency?from=6&to=5", "consistency?from=1&to=301"),
    ],
)
def test_there_is_no_proof_beyond_the_newest_head(words: str, client: Client) -> None:
    given_log()
    assert "error" in asked(client, f"/log/{words}", 404).json()


def test_the_published_keys_and_the_verifier_read_each_other(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_log()
    raw = asked(client, "/.well-known/dengji-keys.json")
    assert raw.headers["Cache-Control"] == "public, max-age=300"
    held = verify.keys_of(raw.content)
    head = verify.head_of(asked(client, "/log/checkpoint").content.decode(), held)
    assert head[:3] == (queries.origin(), 300, queries.root(300))
    fetched = asked(client, "/log/verify.py")
    assert fetched.content == Path(verify.__file__).read_bytes()
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="verify.py"'
    beside = asked(client, "/log/verify_sm2.py")
    assert beside.content == Path(verify.__file__).with_name("verify_sm2.py").read_bytes()


def test_these_addresses_can_only_be_read(client: Client) -> None:
    assert client.post("/log/checkpoint").json() == {"error": "这个地址只能读取"}
    assert client.post("/log/checkpoint").status_code == 405
    assert client.head("/.well-known/dengji-keys.json").status_code == 200
    assert client.get("/log/nothing").status_code == 404
    assert client.get("/.well-known/nothing").status_code == 404


def test_the_command_verifies_with_the_keys_of_the_house(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_key()
    file = tmp_path / "certificate.json"
    file.write_text("{}")
    with pytest.raises(SystemExit) as ended:
        call_command("verify", str(file))
    assert ended.value.code == verify.BAD
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps([{**queries_key(), "name": "c1"}]))
    with pytest.raises(SystemExit) as ended:
        call_command("verify", qr="x.c1.y", keys=str(keys))
    assert ended.value.code == verify.BAD
    assert "核对未通过" in capsys.readouterr().out


def queries_key() -> dict[str, Any]:
    """A key as it is published, of nobody."""
    return {
        "purpose": "credential",
        "algorithm": "ed25519",
        "public": base64.b64encode(bytes(32)).decode(),
        "until": None,
        "withdrawn": None,
    }
