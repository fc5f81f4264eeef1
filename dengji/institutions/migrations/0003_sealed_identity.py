"""The identity numbers of a body's people are sealed (身份证号封存); going back opens them again."""

from django.db import migrations, models

from dengji.institutions.codes import masked
from dengji.sealing.seals import digest_of, opened, sealed

COLUMNS = ("identity", "sealed", "masked", "identity_number")


def seal(apps, schema_editor):
    """Seals every number that lies there plain, and leaves nothing plain behind."""
    for each in list(apps.get_model("institutions", "Member").objects.exclude(identity_number="")):
        number = each.identity_number
        each.identity, each.masked = digest_of(f"identity:{number}"), masked(number)
        each.sealed, each.identity_number = sealed({"number": number}), ""
        each.save(update_fields=COLUMNS)


def unseal(apps, schema_editor):
    """Puts the numbers back as they were."""
    for each in list(apps.get_model("institutions", "Member").objects.exclude(identity="")):
        each.identity_number = opened(bytes(each.sealed))["number"]
        each.save(update_fields=["identity_number"])


class Migration(migrations.Migration):
    dependencies = [("institutions", "0002_held")]

    operations = [
        migrations.AddField("member", "identity", models.CharField("身份摘要", max_length=64, blank=True, default="")),
        migrations.AddField("member", "sealed", models.BinaryField("封存的身份证号", blank=True, default=b"")),
        migrations.AddField("member", "masked", models.CharField("身份证号（脱敏）", max_length=18, blank=True, default="")),
        migrations.RemoveConstraint("member", "member_once_an_institution"),
        migrations.RunPython(seal, unseal),
    ]
