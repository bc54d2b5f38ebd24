from django.db import migrations

from comity.journal.acting import naming


def as_the_journal_says(apps, schema_editor):
    """Until now taking up wrote its entry first and then tied the record: the first strand from then on is that one."""
    commitments = apps.get_model("commitments", "Commitment").objects
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="commitments", model="commitment")
    if (own := kind.first()) is None:
        return
    entries = apps.get_model("journal", "Entry").objects.filter(subject_type=own, act="taken_up").order_by("pk")
    moments = {entry.subject_id: entry.at for entry in entries}
    strands = apps.get_model("journal", "Strand").objects.filter(source_type=own).order_by("tied_at", "pk")
    with naming(None):
        for one in commitments.filter(stage="taken_up"):
            if moment := moments.get(one.pk):
                tied = strands.filter(source_id=one.pk, tied_at__gte=moment).first()
                commitments.filter(pk=one.pk).update(taken_up_in=tied)


class Migration(migrations.Migration):

    dependencies = [
        ("commitments", "0009_what_took_it_up"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("journal", "0005_personal_keys"),
    ]

    operations = [migrations.RunPython(as_the_journal_says, migrations.RunPython.noop)]
