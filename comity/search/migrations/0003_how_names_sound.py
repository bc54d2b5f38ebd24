"""How each word of a name sounds, so that misspelt ones are found; worked out for those that are here already."""

from django.db import migrations, models

from comity.search.sounds import sound_of


def hear(apps, schema_editor):
    words = apps.get_model("search", "NameWord").objects
    every = list(words.all())
    for one in every:
        one.sound = sound_of(one.word)
    words.bulk_update(every, ["sound"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_keys_that_are_found")]

    operations = [
        migrations.AddField("nameword", "sound", models.CharField(db_index=True, default="", max_length=80)),
        migrations.RunPython(hear, migrations.RunPython.noop),
    ]
