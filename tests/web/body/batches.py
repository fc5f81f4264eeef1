"""Batches at the body's desk in tests: a filing in Tianjin, addresses of a plan's pages, forms that are sent."""

from django.test import Client
from django.urls import reverse

from dengji.evaluations.models.plans import Plan
from dengji.filings.models import Filing
from dengji.people.terms import Role
from tests.batch import given_filed_venues
from tests.cast import Cast, given_post
from tests.life import given_filing


def given_employers_filing(cast: Cast) -> Filing:
    """A filing of the employer, its venues filed."""
    clerk = given_post(cast.province_centre, Role.CLERK)
    found = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found


def at(plan: Plan, name: str, *given: object) -> str:
    """The address of a page of a plan."""
    return reverse(f"body:{name}", args=(plan.token, *given))


def said(desk: Client, page: str, **typed: object) -> str:
    """What the page says after a form was sent."""
    return str(desk.post(page, typed, follow=True).content.decode())
