"""A report says its kind, operation, sender and place; those that were put before are told by their content."""

from typing import Any

from django.db import migrations, models


def tell_apart(apps: Any, schema_editor: Any) -> None:
    """What was reported to the network so far: rows of a batch say their kind, all else is a filing."""
    requests = apps.get_model("exchange", "Request")
    for each in requests.objects.filter(register="ministry_network").iterator():
        said = each.payload.get("kind")
        each.kind = said if said in {"results", "certificates"} else "filings"
        each.operation = "new" if "version" not in each.payload else "correct"
        each.place = str(each.payload.get("place", ""))
        each.save(update_fields=["kind", "operation", "place"])


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="due_on",
            field=models.DateField(null=True, verbose_name="最迟报送之日"),
        ),
        migrations.AddField(
            model_name="request",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("filings", "备案"),
                    ("plans", "评价计划"),
                    ("results", "合格人员"),
                    ("certificates", "证书"),
                    ("endings", "备案终止"),
                ],
                max_length=12,
                verbose_name="报送种类",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="operation",
            field=models.CharField(
                blank=True,
                choices=[("new", "新增"), ("correct", "更正"), ("withdraw", "撤销")],
                max_length=8,
                verbose_name="操作类型",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="place",
            field=models.CharField(blank=True, max_length=6, verbose_name="行政区划"),
        ),
        migrations.AddField(
            model_name="request",
            name="sender",
            field=models.PositiveBigIntegerField(null=True, verbose_name="报送单位"),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["sender", "-id"], name="request_sender"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), ("operation", "")),
                    models.Q(("kind__gt", ""), ("operation__gt", "")),
                    _connector="OR",
                ),
                name="request_report_says_what_it_does",
            ),
        ),
    ]
