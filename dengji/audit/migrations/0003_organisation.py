from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_guard'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='organisation',
            field=models.BigIntegerField(null=True, verbose_name='单位编号'),
        ),
        # The default is Python's: to alter the table for it would make it anew, without its triggers.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='entry',
                    name='form',
                    field=models.PositiveSmallIntegerField(default=2, verbose_name='格式版本'),
                ),
            ],
        ),
    ]
