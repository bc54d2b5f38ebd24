"""A letter may carry a part that calendars read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_changes_receipts_and_tree")]
    operations = [
        migrations.AddField("letter", "calendar", models.TextField(editable=False, null=True)),
        migrations.AddField("letter", "method", models.CharField(editable=False, max_length=20, null=True)),
    ]
