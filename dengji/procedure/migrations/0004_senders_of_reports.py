"""Reports of cases that were put before reports said so get their sender: the office that has the case."""

from typing import Any

from django.db import migrations


def name_senders(apps: Any, schema_editor: Any) -> None:
    """`case:KEY:STEP` names the case; the office that has it now answers for it."""
    requests, cases = apps.get_model("exchange", "Request"), apps.get_model("procedure", "Case")
    found = requests.objects.filter(sender=None, about__startswith="case:").exclude(kind="")
    for each in found.iterator():
        case = cases.objects.filter(pk=each.about.split(":")[1]).first()
        if case is not None:
            each.sender = case.holder_id
            each.save(update_fields=["sender"])


class Migration(migrations.Migration):
    dependencies = [("procedure", "0003_endings_of_cases"), ("exchange", "0004_files")]

    operations = [migrations.RunPython(name_senders, migrations.RunPython.noop)]
