import django.db.models.deletion
from django.db import migrations, models

from comity.journal.acting import naming


def as_before(apps, schema_editor):
    """Until now a correction was final where it said since when, and else it waited."""
    with naming(None):
        apps.get_model("meetings", "Corrigendum").objects.exclude(adopted_at=None).update(stage="adopted")


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0005_personal_keys'),
        ('meetings', '0002_invitations'),
    ]

    operations = [
        migrations.AddField(
            model_name='corrigendum',
            name='answer',
            field=models.TextField(blank=True, editable=False, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='corrigendum',
            name='ended_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='declined or withdrawn on'),
        ),
        migrations.AddField(
            model_name='corrigendum',
            name='ended_for',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.delegation', verbose_name='declined or withdrawn for'),
        ),
        migrations.AddField(
            model_name='corrigendum',
            name='stage',
            field=models.CharField(choices=[('proposed', 'proposed'), ('adopted', 'adopted by all sides'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='proposed', editable=False, max_length=10, verbose_name='stage'),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
