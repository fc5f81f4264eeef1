"""Who may send quality supervisors to a plan, and who sent one; until now, the authority of the filing alone."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 1000


def as_until_now(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Plans that are numbered already: sent to by the authority of the filing."""
    Plan = apps.get_model("evaluations", "Plan")
    Assignment = apps.get_model("evaluations", "Assignment")
    through = Plan.senders.through
    plans = Plan.objects.filter(number__isnull=False).values_list("pk", "filing__authority")
    through.objects.bulk_create(
        (through(plan_id=plan, organisation_id=authority) for plan, authority in plans.iterator()),
        batch_size=AT_ONCE,
    )
    sent = Assignment.objects.filter(task="watcher").select_related("plan__filing")
    for row in sent.iterator():
        row.sent_by_id = row.plan.filing.authority_id
        row.save(update_fields=["sent_by"])


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0004_examiner_role"),
        ("evaluations", "0003_import_withdrawals"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
                verbose_name="委派单位",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="senders",
            field=models.ManyToManyField(
                related_name="+", to="people.organisation", verbose_name="可以委派督导员的单位"
            ),
        ),
        migrations.RunPython(as_until_now, migrations.RunPython.noop),
    ]
