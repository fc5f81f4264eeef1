"""Long rolls for tests and measurements (长名册): people put on a release's roll without the road that leads there."""

from itertools import count

from dengji.certificates.acts.issuing import start
from dengji.certificates.models import Line, Release
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.evaluations.models.candidates import Candidate
from dengji.filings.models import Filing
from dengji.institutions.codes import masked
from dengji.sealing.seals import sealed
from tests.batch import after
from tests.certificates.sheets import NAMES
from tests.issue import given_batch, given_released, issuer_of


def given_started(filing: Filing, people: int) -> Release:
    """The certificates of a batch of so many people, begun to be issued."""
    plan = given_batch(filing)
    release = given_released(plan)
    given_on_roll(release, people - release.people)
    return start(release, by=issuer_of(release), at=after(plan, 3))


def given_on_roll(release: Release, people: int) -> None:
    """So many more people on the roll, everybody somebody else."""
    begun = release.people
    places = count(begun + 1)
    made = [_candidate(release, next(places)) for _ in range(people)]
    Candidate.objects.bulk_create(made)
    Line.objects.bulk_create(Line(release=release, candidate=who, ordinal=who.ordinal) for who in made)
    release.people = begun + people
    release.save(update_fields=["people"])


def _candidate(release: Release, place: int) -> Candidate:
    name, number = f"王{NAMES[place % 10]}{NAMES[place // 10 % 10]}", f"1201011990{place:08d}"
    held = {"name": name, "number": number, "phone": "", "sex": "male", "born": "1990-01-01"}
    return Candidate(
        plan=release.plan,
        ordinal=place,
        sealed=sealed(held),
        identity=identity_of("identity", number),
        named=name_digest(name),
        masked=masked(number),
        document="identity",
        category="employee",
        passed=True,
    )
