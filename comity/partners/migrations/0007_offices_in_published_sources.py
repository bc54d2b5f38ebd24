from django.db import migrations, models

from comity.journal.acting import naming


def as_before(apps, schema_editor):
    """Until now whatever was known to be held on one day counted as published."""
    with naming(None):
        apps.get_model("partners", "Office").objects.exclude(known_on=None).update(is_published=True)


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_personal_keys"), ("partners", "0006_personal_keys")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="is_published",
            field=models.BooleanField(default=False, verbose_name="named in a published source"),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
