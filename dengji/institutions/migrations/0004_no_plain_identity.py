"""The column in which identity numbers lay plain goes; one person stands once in a body by the digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0003_sealed_identity")]

    operations = [
        migrations.RemoveField("member", "identity_number"),
        migrations.AlterField("member", "identity", models.CharField("身份摘要", max_length=64, blank=True)),
        migrations.AlterField("member", "masked", models.CharField("身份证号（脱敏）", max_length=18, blank=True)),
        migrations.AddConstraint(
            "member",
            models.UniqueConstraint(
                condition=models.Q(("identity__gt", "")),
                fields=("institution", "identity"),
                name="member_once_an_institution",
            ),
        ),
    ]
