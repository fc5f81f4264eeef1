"""`dengji keys …`: the keys that sign, for whoever runs the house."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from dengji import clock
from dengji.people.queries import body_named
from dengji.signing import queries
from dengji.signing.acts import NotDone, Owner, bring_key, make_key, rotate, withdraw_key
from dengji.signing.models import Key
from dengji.signing.terms import Algorithm, Purpose


class Command(BaseCommand):
    """Makes, brings, follows and withdraws keys."""

    requires_system_checks = ()  # whoever must withdraw a key waits for no page
    help = "查看、生成、导入、更换、撤回签名密钥。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The things that can be done."""
        asked = parser.add_subparsers(dest="asked", required=True)
        asked.add_parser("list", help="列出全部密钥")
        asked.add_parser("ensure", help="每种用途还没有密钥的，生成一把")
        make = asked.add_parser("make", help="生成密钥")
        make.add_argument("purpose", choices=Purpose.values)
        make.add_argument("--algorithm", choices=Algorithm.values)
        make.add_argument("--owner", help="以哪个单位的名义签：统一社会信用代码或者全称；不给的，是本平台")
        bring = asked.add_parser(
            "bring", help="导入认证机构发的证书（.p12、.pfx、.pem，连同私钥）作为文件签名密钥"
        )
        bring.add_argument("file", type=Path)
        bring.add_argument("--password-file", type=Path, help="写有文件口令的文件")
        bring.add_argument("--owner", help="以哪个单位的名义签：统一社会信用代码或者全称；不给的，是本平台")
        asked.add_parser("rotate", help="更换密钥").add_argument("name")
        withdraw = asked.add_parser("withdraw", help="撤回密钥")
        withdraw.add_argument("name")
        withdraw.add_argument("--because", required=True, help="撤回的原因")

    @clock.as_set()
    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with a sentence, for what cannot be done."""
        try:
            for line in said(options):
                self.stdout.write(line)
        except NotDone as wrong:
            raise CommandError(str(wrong)) from wrong


def said(options: dict[str, Any]) -> list[str]:
    """Does what was asked, and says what came of it."""
    at, asked = clock.now(), options["asked"]
    if asked == "list":
        return [line(key) for key in queries.every_key()]
    if asked == "ensure":
        return [line(key) for key in ensured()]
    if asked == "make":
        way = Algorithm(options["algorithm"]) if options["algorithm"] else None
        owner = owned(options["owner"])
        return [line(make_key(Purpose(options["purpose"]), algorithm=way, owner=owner, by=None, at=at))]
    if asked == "bring":
        password = text(options["password_file"]).strip() if options["password_file"] else ""
        owner = owned(options["owner"])
        return [line(bring_key(content(options["file"]), password, owner=owner, by=None, at=at))]
    if asked == "rotate":
        return [line(rotate(named(options["name"]), by=None, at=at))]
    withdraw_key(named(options["name"]), because=options["because"], by=None, at=at)
    return [line(named(options["name"]))]


def ensured() -> list[Key]:
    """A key for each purpose that has none yet."""
    today, made = localdate(clock.now()), []
    for purpose in Purpose:
        try:
            queries.signer(purpose, on=today)
        except queries.NoKey:
            made.append(make_key(purpose, by=None, at=clock.now()))
    return made


def named(name: str) -> Key:
    """The key of that name; raises CommandError where there is none."""
    key = queries.key_named(name)
    if key is None:
        raise CommandError(f"没有名为{name}的密钥，dengji keys list 可以列出全部。")
    return key


def owned(text: str | None) -> Owner | None:
    """The organisation in whose name a key is to sign; None where none is named. Raises CommandError if unknown."""
    if not text:
        return None
    found = body_named(text)
    if found is None:
        raise CommandError(f"没有登记过“{text}”这个单位，请给出统一社会信用代码或者全称。")
    return Owner(found.pk, found.name)


def line(key: Key) -> str:
    """A key on one line."""
    until = f"至{key.until}" if key.until else "起"
    withdrawn = f"，{localdate(key.withdrawn_at)}撤回（{key.because}）" if key.withdrawn_at else ""
    said = [
        key.name,
        key.get_purpose_display(),
        key.get_algorithm_display(),
        f"{key.from_on}{until}{withdrawn}",
    ]
    return "\t".join([*said, key.owner_name] if key.owner_name else said)


def text(file: Path) -> str:
    """The text of a file."""
    return content(file).decode()


def content(file: Path) -> bytes:
    """A file's content; raises CommandError where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise CommandError(f"文件{file}无法读取（{wrong.strerror}）。") from wrong
