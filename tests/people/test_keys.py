"""`dengji keys`: for whoever runs the house."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command

from dengji import clock
from dengji.signing.models import Key
from tests.cast import given_cast
from tests.signing.test_acts import given_file

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


def test_a_house_without_keys_gets_one_for_each_purpose_once(capsys: Output) -> None:
    call_command("keys", "ensure")
    call_command("keys", "ensure")
    assert sorted(Key.objects.values_list("purpose", flat=True)) == ["credential", "document", "log"]
    call_command("keys", "list")
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 6  # made once, listed once
    assert f"c1\t电子证书\tEd25519\t{clock.today()}起" in shown


def test_keys_are_made_followed_and_withdrawn_by_name(capsys: Output) -> None:
    call_command("keys", "make", "credential")
    call_command("keys", "rotate", "c1")
    call_command("keys", "withdraw", "c2", "--because", "泄露")
    today = clock.today()
    assert capsys.readouterr().out.splitlines() == [
        f"c1\t电子证书\tEd25519\t{today}起",
        f"c2\t电子证书\tEd25519\t{today}起",
        f"c2\t电子证书\tEd25519\t{today}起，{today}撤回（泄露）",
    ]
    with pytest.raises(CommandError, match="没有名为c9的密钥"):
        call_command("keys", "rotate", "c9")
    with pytest.raises(CommandError, match="已经停用"):
        call_command("keys", "rotate", "c1")


def test_the_file_of_a_certification_authority_is_brought_with_its_password(tmp_path: Path) -> None:
    file, password = tmp_path / "own.p12", tmp_path / "password"
    file.write_bytes(given_file(ec.generate_private_key(ec.SECP256R1()), clock.now()))
    password.write_text("1234\n")
    call_command("keys", "bring", str(file), "--password-file", str(password))
    assert Key.objects.get().name == "d1"
    with pytest.raises(CommandError, match="无法读取"):
        call_command("keys", "bring", str(tmp_path / "none.p12"))
    with pytest.raises(CommandError, match="口令不对"):
        call_command("keys", "bring", str(file))


def test_a_key_is_brought_in_the_name_of_a_body_by_its_code_or_name(tmp_path: Path, capsys: Output) -> None:
    body = given_cast().employer.organisation
    for number, who in enumerate([body.uscc, body.name], start=1):
        file = tmp_path / f"{number}.p12"
        file.write_bytes(given_file(ec.generate_private_key(ec.SECP256R1()), clock.now()))
        (tmp_path / "password").write_text("1234")
        words = ["bring", str(file), "--password-file", str(tmp_path / "password"), "--owner", str(who)]
        call_command("keys", *words)
        key = Key.objects.get(name=f"d{number}")
        assert (key.owner, key.owner_name) == (body.pk, body.name)
    assert capsys.readouterr().out.endswith(f"\t{body.name}\n")
    with pytest.raises(CommandError, match="没有登记过“某单位”这个单位"):
        call_command("keys", "make", "document", "--owner", "某单位")


def test_sm2_is_made_where_it_is_asked_for() -> None:
    call_command("keys", "make", "log", "--algorithm", "sm2")
    assert Key.objects.get().algorithm == "sm2"
