"""Specimens of certificates (证书样张): how an issuer's would look, with made-up content that nobody can pass off."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from dengji.certificates.designs import style_of
from dengji.certificates.documents import short
from dengji.certificates.forms import titles
from dengji.certificates.paper.faces import Face
from dengji.certificates.paper.printing import Design, Paper, sheets_pdf
from dengji.occupations.levels import label
from dengji.people.models import Organisation
from dengji.policy.engine.practice import Method
from dengji.policy.engine.terms import Regime

SPECIMEN = "样张"
LEVEL, SALT = "4", "A" * 22
MARKS = ((Method.THEORY, "85"), (Method.PRACTICAL, "90.5"))


def sample_pdf(organisation: Organisation, regime: Regime, design: Design, *, on: date) -> bytes:
    """样张: one sheet as the organisation's certificates are printed, in that design; raises as `sheets_pdf`."""
    style = replace(style_of(organisation.pk, regime), design=design)
    return sheets_pdf([_paper(organisation, regime, on)], style, on=on)


def _paper(organisation: Organisation, regime: Regime, on: date) -> Paper:
    face = Face(
        title=titles()[regime],
        number=SPECIMEN,
        name=SPECIMEN,
        document="居民身份证",
        masked="0" * 18,
        occupation="职业名称",
        code="0-00-00-00",
        work_type="",
        level=LEVEL if regime is Regime.SKILL_LEVEL else "",
        level_label=label(LEVEL) if regime is Regime.SKILL_LEVEL else "",
        body=organisation.name,
        filing=f"{SPECIMEN}备案",
        issued_on=on.isoformat(),
        salt=SALT,
    )
    return Paper(
        face=face,
        identity="0" * 18,
        sex="男",
        born=on.replace(year=on.year - 30, day=1),
        code=SPECIMEN,
        address=f"{settings.DENGJI_ADDRESS.rstrip('/')}/certificates/",
        marks=[(short(method), mark) for method, mark in MARKS],
    )
