"""Two indexes of certificates less: others begin with the same column. SQLite makes the table anew, its guards too."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

guard = import_module("dengji.certificates.migrations.0002_guard")


def guard_again(apps: Any, schema_editor: Any) -> None:
    """The triggers on certificates go with the table that SQLite remakes."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in guard.SQLITE:
            if f" ON {guard.CERTIFICATE}\n" in statement:
                schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_latest"),
        ("filings", "0006_cases_of_scope_and_venues"),
        ("institutions", "0004_no_plain_identity"),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="filing",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="filings.filing",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="institution",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="institutions.institution",
            ),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
