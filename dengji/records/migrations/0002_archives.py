

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_calendar_feed'),
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='地址标识')),
                ('kind', models.CharField(max_length=24, verbose_name='种类')),
                ('subject', models.CharField(max_length=40, verbose_name='所属编号')),
                ('title', models.CharField(max_length=160, verbose_name='题名')),
                ('from_on', models.DateField(verbose_name='保管期限起算日')),
                ('opened_at', models.DateTimeField(verbose_name='立卷时间')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archives', to='people.organisation')),
            ],
            options={
                'ordering': ('-from_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='地址标识')),
                ('state', models.CharField(choices=[('proposed', '待审批'), ('approved', '已批准，待销毁'), ('refused', '未批准'), ('carried_out', '已销毁')], default='proposed', max_length=12, verbose_name='状态')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审批时间')),
                ('decision', models.CharField(blank=True, max_length=300, verbose_name='审批意见')),
                ('way', models.CharField(blank=True, max_length=120, verbose_name='销毁方式')),
                ('witnesses', models.CharField(blank=True, max_length=120, verbose_name='监销人')),
                ('carried_out_on', models.DateField(null=True, verbose_name='销毁日期')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('carried_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('certificate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.storedfile')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='people.organisation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ArchiveItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='材料')),
                ('volume', models.CharField(max_length=16, verbose_name='卷')),
                ('label', models.CharField(max_length=120, verbose_name='名称')),
                ('medium', models.CharField(max_length=12, verbose_name='载体')),
                ('article', models.CharField(max_length=120, verbose_name='依据')),
                ('kept_until', models.DateField(verbose_name='保管至')),
                ('kept_at', models.CharField(blank=True, max_length=200, verbose_name='存放处')),
                ('quantity', models.CharField(blank=True, max_length=60, verbose_name='数量')),
                ('disposed_on', models.DateField(null=True, verbose_name='销毁日期')),
                ('archive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.archive')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.storedfile')),
                ('disposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.disposal')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='开始时间')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='解除时间')),
                ('lifted_because', models.CharField(blank=True, max_length=300, verbose_name='解除理由')),
                ('archive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='records.archive')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddIndex(
            model_name='archive',
            index=models.Index(fields=['owner', '-from_on'], name='archive_of_owner'),
        ),
        migrations.AddConstraint(
            model_name='archive',
            constraint=models.UniqueConstraint(fields=('kind', 'subject'), name='archive_once_a_subject'),
        ),
        migrations.AddConstraint(
            model_name='disposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='disposal_decided_by_another'),
        ),
        migrations.AddIndex(
            model_name='archiveitem',
            index=models.Index(condition=models.Q(('disposed_on__isnull', True)), fields=['kept_until'], name='archive_item_kept'),
        ),
        migrations.AddConstraint(
            model_name='archiveitem',
            constraint=models.UniqueConstraint(fields=('archive', 'key'), name='archive_item_once'),
        ),
        migrations.AddConstraint(
            model_name='archiveitem',
            constraint=models.CheckConstraint(condition=models.Q(('disposed_on__isnull', True), models.Q(('disposed_on__gt', models.F('kept_until')), ('disposal__isnull', False)), _connector='OR'), name='archive_item_not_destroyed_early'),
        ),
    ]
