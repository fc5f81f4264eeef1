"""By which cases occupations and venues came into filings and left them; which duties stay with the body."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.timezone import localdate

STAY = ("consequences",)
"""Duties of filings that were over before: what a body did, no authority answers for."""


def name_cases(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows say by which case they began and ended, as far as one case alone ended favourably on that day."""
    filings = apps.get_model("filings", "Filing").objects.all()
    ended = apps.get_model("procedure", "Case").objects.filter(ending="granted")
    for filing in filings.iterator():
        by_day = {filing.valid_from: [filing.case_id]} if filing.case_id else {}
        for case in ended.filter(about=filing.number):
            by_day.setdefault(localdate(case.ended_at), []).append(case.pk)
        for on, cases in by_day.items():
            if len(cases) == 1:
                _name(filing, on, cases[0])


def _name(filing: models.Model, on: object, case: int) -> None:
    for rows in (filing.scope, filing.venues):
        rows.filter(from_on=on).update(case_id=case)
        rows.filter(until=on.fromordinal(on.toordinal() - 1)).update(closed_in_id=case)


def keep_own(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What no authority can take over is the body's own."""
    apps.get_model("filings", "Duty").objects.filter(key__in=STAY, taken_over_on=None).update(own=True)


def of_case(name: str) -> migrations.AddField:
    """A row's case, begun or ended."""
    model, _, field = name.partition(".")
    key = models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedure.case"
    )
    return migrations.AddField(model_name=model, name=field, field=key)


class Migration(migrations.Migration):
    """Links the lines of a filing's history to the cases that made them."""

    dependencies = [("filings", "0005_words_of_a_state"), ("procedure", "0003_endings_of_cases")]
    operations = [
        of_case("scoperow.case"),
        of_case("scoperow.closed_in"),
        of_case("filedvenue.case"),
        of_case("filedvenue.closed_in"),
        migrations.AddField("duty", "own", models.BooleanField(default=False, verbose_name="只由机构承担")),
        migrations.RunPython(name_cases, migrations.RunPython.noop),
        migrations.RunPython(keep_own, migrations.RunPython.noop),
    ]
