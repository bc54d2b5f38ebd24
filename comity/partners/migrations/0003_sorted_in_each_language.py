"""Lists sort by the name that the reader sees: a column for each language of the interface."""

from django.db import migrations, models

from comity.partners.models.sorting import sort_keys

BATCH = 2_000


def fill(apps, schema_editor):
    every = apps.get_model("partners", "Organisation").objects
    columns, some = ["sort_key", "sort_key_fr", "sort_key_ar"], []
    for organisation in every.only("name").iterator(BATCH):
        for column, key in sort_keys(organisation.name).items():
            setattr(organisation, column, key)
        some.append(organisation)
        if len(some) == BATCH:
            every.bulk_update(some, columns, batch_size=200)
            some = []
    every.bulk_update(some, columns, batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_areas'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='organisation',
            name='partners_or_sort_ke_68b488_idx',
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key_ar',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key_fr',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key', 'id'], name='partners_or_sort_ke_01b268_idx'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_fr', 'id'], name='partners_or_sort_ke_283d6a_idx'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_ar', 'id'], name='partners_or_sort_ke_5d283a_idx'),
        ),
        # Last, since PostgreSQL makes no index on a table with changes that it has still to look at.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
