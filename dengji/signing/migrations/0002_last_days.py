"""Keys that sign documents end with their certificates."""

from datetime import timedelta, timezone

from cryptography import x509
from django.db import migrations

CHINA = timezone(timedelta(hours=8))


def end_with_their_certificates(apps, schema_editor):
    """A key that has no last day yet gets the last whole day on which its certificates are valid."""
    keys = apps.get_model("signing", "Key").objects.using(schema_editor.connection.alias)
    for key in keys.filter(until=None).exclude(chain=""):
        ends = min(each.not_valid_after_utc for each in x509.load_pem_x509_certificates(key.chain.encode()))
        key.until = max(key.from_on, ends.astimezone(CHINA).date() - timedelta(days=1))
        key.save(update_fields=["until"])


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]

    operations = [migrations.RunPython(end_with_their_certificates, migrations.RunPython.noop)]
