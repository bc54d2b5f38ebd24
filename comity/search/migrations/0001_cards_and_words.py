from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("search", "0001_initial"), ("search", "0003_how_names_sound")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
                ("language", models.CharField(blank=True, max_length=10)),
                ("keys", models.TextField()),
            ],
            options={
                "verbose_name": "card of the catalogue",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "number", "language"), name="a_record_has_one_card_in_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("beginning", models.CharField(max_length=4)),
                ("ending", models.CharField(max_length=6)),
                ("length", models.PositiveSmallIntegerField()),
                ("sound", models.CharField(db_index=True, default="", max_length=80)),
            ],
            options={
                "verbose_name": "word of names",
                "indexes": [
                    models.Index(fields=["beginning", "length"], name="search_name_beginni_a7e70f_idx"),
                    models.Index(fields=["ending", "length"], name="search_name_ending_0b8356_idx"),
                ],
            },
        ),
    ]
