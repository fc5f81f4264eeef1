"""`dengji certificates run` goes on with what is being issued, and takes the network's confirmations.

`dengji certificates import FILE` takes in older certificates.
"""

import json
import logging
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dengji import clock
from dengji.certificates.acts.confirming import take_confirmations
from dengji.certificates.acts.issuing import issue_next, under_way
from dengji.certificates.acts.reporting import take_repeats
from dengji.certificates.importing.whole import Outcome, import_sheet
from dengji.procedure.refusals import NotAllowed
from dengji.rounds import Round, again

log = logging.getLogger("dengji.certificates")


class Done(NamedTuple):
    """What a round came to (核发情况): certificates issued, releases confirmed, releases that could not go on."""

    issued: int
    confirmed: int
    stuck: int


class Command(BaseCommand):
    """Goes on issuing, or takes in older certificates; safe to run as often as one likes, and beside another."""

    requires_system_checks = ()  # they load every page, which a long import would carry along
    help = "Go on with certificates that are being issued, or take in older ones from a sheet."

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be done, the sheet where there is one, the form of the answer, and whether to go on."""
        parser.add_argument("what", choices=["run", "import"])
        parser.add_argument("file", nargs="?", type=Path, help="import: the sheet, xlsx or csv")
        parser.add_argument(
            "--good-rows", action="store_true", help="import: enter the good rows despite faults"
        )
        parser.add_argument("--every", type=int, default=0, help="seconds until the next round; 0: one round")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """An import; or one round, or rounds until it is stopped; one that fails is tried again with the next."""
        if options["what"] == "import":
            self.stdout.write(taken_in(options["file"], despite_faults=options["good_rows"]))
            return
        if not options["every"]:
            self.stdout.write(said(take_round(), as_json=options["json"]))
            return
        again(Round("certificates", options["every"], take_round))


@clock.as_set()
def take_round() -> Done:
    """Issue what is left of every release under way, then take confirmations."""
    issued = stuck = 0
    for release in under_way():
        try:
            while done := issue_next(release, at=clock.now()):
                issued += done
        except NotAllowed as refused:
            log.warning("release %s cannot go on: %s", release.pk, refused)
            stuck += 1
    return Done(issued, take_confirmations(at=clock.now()) + take_repeats(at=clock.now()), stuck)


@clock.as_set()
def taken_in(path: Path | None, *, despite_faults: bool) -> str:
    """Import a sheet of older certificates; what became of it. Raises CommandError with a sentence."""
    if path is None or not path.is_file():
        raise CommandError("请给出要导入的xlsx或CSV文件。")
    now = clock.now()
    faults = path.with_name(f"{path.stem}-问题清单-{now:%Y%m%d%H%M%S}.csv")
    try:
        outcome = import_sheet(path, faults, despite_faults=despite_faults, by=None, at=now)
    except NotAllowed as refused:
        raise CommandError(f"{refused}{refused.remedy or ''}") from refused
    if not outcome.faults and not outcome.warnings:
        faults.unlink()
    return outcome_said(outcome, faults)


def outcome_said(outcome: Outcome, faults: Path) -> str:
    """What became of a sheet, and what to do next."""
    told = f"导入{outcome.entered}本，已经在登记里的{outcome.there}本，有问题没有导入的{outcome.faulty}行。"
    if outcome.faults or outcome.warnings:
        told += f"清单在{faults}：问题{outcome.faults}项，提醒{outcome.warnings}项。"
    if outcome.faulty:
        told += "请改好有问题的行再导入一次，已经导入的会跳过。"
    if outcome.warnings:
        told += "有提醒的行不影响导入，请逐项核对。"
    if outcome.entered < outcome.good:
        told += f"其余{outcome.good}行没有问题，也没有导入；要先导入这些行，请加--good-rows再运行。"
    return told


def said(done: Done, *, as_json: bool) -> str:
    """What a round came to."""
    if as_json:
        return json.dumps(done._asdict())
    return f"核发证书{done.issued}本，联网查询系统确认{done.confirmed}批，不能继续的{done.stuck}批。"
