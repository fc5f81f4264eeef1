"""A report keeps what the network made of it; what is done is tried no more."""

from typing import Any

from django.db import migrations, models


def made_of_it(apps: Any, schema_editor: Any) -> None:
    """What was answered so far: published, published but for some rows, or declined; nothing of it is tried again."""
    requests = apps.get_model("exchange", "Request")
    requests.objects.filter(state__in=("answered", "failed")).update(next_try_at=None)
    for each in requests.objects.filter(register="ministry_network", state="answered").iterator():
        published = each.answer.get("state") == "published"
        each.outcome = ("partly" if each.answer.get("declined") else "confirmed") if published else "declined"
        each.save(update_fields=["outcome"])


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_report"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("confirmed", "对方已确认"),
                    ("partly", "部分未确认"),
                    ("declined", "对方不予公布"),
                ],
                default="",
                max_length=10,
                verbose_name="对方结论",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="request",
            name="next_try_at",
            field=models.DateTimeField(null=True, verbose_name="下次尝试时间"),
        ),
        migrations.RunPython(made_of_it, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name="request",
            name="request_unfinished",
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)),
                fields=["state", "next_try_at"],
                name="request_to_be_tried",
            ),
        ),
    ]
