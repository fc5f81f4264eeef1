"""Filings from before their history was kept: one validity, one state, and what the registers say of their body."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin_histories(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each filing that has none its first term, standing and elements."""
    filings = apps.get_model("filings", "Filing").objects.filter(terms=None)
    term, standing, element = (apps.get_model("filings", name) for name in ("Term", "Standing", "Element"))
    for filing in filings.select_related("institution__organisation").iterator():
        body = filing.institution
        term.objects.create(
            filing=filing, from_on=filing.valid_from, until=filing.valid_until, case_id=filing.case_id
        )
        standing.objects.create(
            filing=filing, state=filing.state, from_on=filing.valid_from, case_id=filing.case_id
        )
        said = {
            "name": body.organisation.name,
            "address": body.registered_address,
            "legal_representative": body.legal_representative,
        }
        element.objects.bulk_create(
            element(filing=filing, element=name, value=value, from_on=filing.valid_from)
            for name, value in said.items()
        )
    held = apps.get_model("institutions", "Institution").objects.filter(filings__state="in_force")
    apps.get_model("institutions", "Institution").objects.filter(pk__in=held.values("pk")).update(held=True)


class Migration(migrations.Migration):
    """Begins the histories of filings that stand."""

    dependencies = [("filings", "0003_life_of_a_filing"), ("institutions", "0002_held")]
    operations = [migrations.RunPython(begin_histories, migrations.RunPython.noop)]
