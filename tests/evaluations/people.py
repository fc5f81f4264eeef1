"""People of the register in tests (登记人员): examiners and supervisors of Tianjin's centre, entered by the act."""

from datetime import date
from typing import Any

from dengji.evaluations.acts.registering import link, register
from dengji.evaluations.examiners.roster_entries import HeldEntry, PersonEntry
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from tests.cast import AT, ELECTRICIAN, Cast, given_post, identity_number
from tests.road import post_in

FROM, UNTIL = date(2026, 1, 1), date(2028, 12, 31)
LEVEL_3 = (HeldEntry(ELECTRICIAN, "3"),)


def entry(serial: int = 700, **said: Any) -> PersonEntry:
    """An examiner of electricians who holds a certificate of level 3, an own number for each serial."""
    whole: dict[str, Any] = {
        "kind": "examiner",
        "number": f"KP{serial:06d}",
        "name": f"考评{serial}",
        "identity_number": identity_number(serial),
        "valid_from": FROM,
        "valid_until": UNTIL,
        "employer": f"第{serial}研究所",
        "engagement": "part",
        "held": LEVEL_3,
    }
    return PersonEntry(**{**whole, **said})


def keeper(cast: Cast) -> Post:
    """The clerk of the province's centre."""
    return post_in(cast.province_centre, Role.CLERK)


def given_examiner(cast: Cast, serial: int = 700, **said: Any) -> RegisteredPerson:
    """Somebody in the register of the province's centre."""
    return register(cast.province_centre, entry(serial, **said), by=keeper(cast), at=AT)


def given_examiners(cast: Cast, how_many: int, first: int = 700) -> list[RegisteredPerson]:
    """So many of them."""
    return [given_examiner(cast, first + each) for each in range(how_many)]


def given_supervisor(cast: Cast, serial: int = 800, **said: Any) -> RegisteredPerson:
    """A quality supervisor of the register who can sign in."""
    made = given_examiner(cast, serial, **{"kind": "supervisor", "number": f"DD{serial}", "held": (), **said})
    return linked(made, cast.province_centre, Role.SUPERVISOR, keeper(cast))


def linked(person: RegisteredPerson, centre: Organisation, role: Role, by: Post) -> RegisteredPerson:
    """Somebody of the register with an account."""
    post = given_post(centre, role, person.name)
    link(person, post.person, by=by, at=AT)
    person.refresh_from_db()
    return person
