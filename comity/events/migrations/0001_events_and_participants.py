import comity.translation.texts
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("events", "0001_initial"), ("events", "0002_words_of_constraints")]

    initial = True

    dependencies = [
        ("partners", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="title"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("cancelled", "cancelled")],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("is_dated_by_months", models.BooleanField(default=False, verbose_name="only the months are known")),
                (
                    "place",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="place"
                    ),
                ),
                ("is_online", models.BooleanField(default=False, verbose_name="one can take part online")),
                ("expected", models.PositiveIntegerField(blank=True, null=True, verbose_name="participants expected")),
                ("took_part", models.PositiveIntegerField(blank=True, null=True, verbose_name="participants counted")),
                ("is_more_than", models.BooleanField(default=False, verbose_name="the count says “more than”")),
                (
                    "note",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="about"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("is_public", models.BooleanField(default=True, verbose_name="the public may know of it")),
                (
                    "organisers",
                    models.ManyToManyField(
                        related_name="+", to="partners.organisation", verbose_name="organisers and partners"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [models.Index(fields=["-starts_on"], name="events_even_starts__533559_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="an_event_ends_after_it_begins",
                        violation_error_message="The event ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("took_part", None), ("stage", "held"), _connector="OR"),
                        name="only_an_event_that_was_held_counts_participants",
                        violation_error_message="Participants are counted once the event was held.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["planned", "held", "cancelled"])),
                        name="an_event_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                ],
            },
        ),
    ]
