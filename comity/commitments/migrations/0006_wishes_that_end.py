import django.db.models.deletion
from django.db import migrations, models

from comity.journal.acting import naming


def as_before(apps, schema_editor):
    """Until now the other side agreed by a wish of its own: the later one of the two ended both, for its side.

    Whatever else was asked has not been answered, and waits.
    """
    wishes = apps.get_model("commitments", "WishToCancel").objects
    last = {one.commitment_id: one for one in wishes.filter(commitment__stage="cancelled").order_by("pk")}
    with naming(None):
        for commitment, one in last.items():
            wishes.filter(commitment=commitment).update(stage="agreed", ended_for=one.side_id, ended_at=one.at)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0005_room_for_long_addresses'),
        ('journal', '0005_personal_keys'),
        ('partners', '0007_offices_in_published_sources'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='wishtocancel',
            name='a_side_asks_to_cancel_once',
        ),
        migrations.AddField(
            model_name='wishtocancel',
            name='answer',
            field=models.TextField(blank=True, editable=False, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='wishtocancel',
            name='ended_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='answered or withdrawn on'),
        ),
        migrations.AddField(
            model_name='wishtocancel',
            name='ended_for',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='answered or withdrawn for'),
        ),
        migrations.AddField(
            model_name='wishtocancel',
            name='stage',
            field=models.CharField(choices=[('waiting', 'waiting'), ('agreed', 'agreed to'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='waiting', editable=False, max_length=10, verbose_name='stage'),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
