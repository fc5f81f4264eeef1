"""The tables of this room (评价实施), by what they are of; named here so that Django finds them all."""

from dengji.evaluations.models import candidates, day, examiners, plans, reports, scores, sittings  # noqa: F401
