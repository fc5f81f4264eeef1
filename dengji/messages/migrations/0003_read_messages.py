"""Messages that were read, by their moment: what is older than is kept is found without a look at the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dengji_messages", "0002_sent_topic"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("read_at__isnull", False)), fields=["at"], name="message_read"
            ),
        ),
    ]
