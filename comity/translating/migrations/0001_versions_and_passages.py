import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("translating", "0001_initial"),
        ("translating", "0002_taken_down_with_its_original"),
        ("translating", "0003_read_on_demand"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
    ]

    operations = [
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("characters", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Provenance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_key", models.UUIDField()),
                ("path", models.TextField()),
                ("source", models.CharField(max_length=12)),
                ("language", models.CharField(max_length=12)),
                ("source_hash", models.CharField(max_length=64)),
                ("source_text", models.TextField()),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a translation"),
                            ("machine", "translated by a machine, kept back by checks"),
                            ("checked", "translated by a machine, not reviewed"),
                            ("stale", "the original has changed"),
                            ("renamed", "a name in it has changed"),
                            ("reviewed", "reviewed and left unchanged"),
                            ("post_edited", "translated by a machine, corrected by a person"),
                            ("human", "translated by a person"),
                        ],
                        max_length=20,
                    ),
                ),
                ("engine", models.CharField(blank=True, max_length=100)),
                ("version", models.CharField(blank=True, max_length=100)),
                ("glossary", models.CharField(blank=True, max_length=100)),
                ("failed", models.JSONField(default=list)),
                ("kept", models.FloatField(null=True)),
                ("is_suggested", models.BooleanField(default=False)),
                (
                    "came_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="translating.provenance",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "provenance of a passage",
                "indexes": [
                    models.Index(fields=["source_hash", "source", "language"], name="translating_source__accefa_idx"),
                    models.Index(fields=["page_key", "language"], name="translating_page_ke_73cefc_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "machine",
                                    "checked",
                                    "stale",
                                    "renamed",
                                    "reviewed",
                                    "post_edited",
                                    "human",
                                ],
                            )
                        ),
                        name="a_provenance_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["machine", "checked"]), _negated=True),
                            models.Q(("engine", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_a_machine_translated_names_its_engine",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_key", models.UUIDField(editable=False)),
                ("title", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=12)),
                ("language", models.CharField(max_length=12)),
                ("is_on_demand", models.BooleanField(default=False, editable=False, verbose_name="read on demand")),
                (
                    "is_withdrawn",
                    models.BooleanField(default=False, editable=False, verbose_name="taken down with its original"),
                ),
                ("due_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("not_before", models.DateTimeField(blank=True, editable=False, null=True)),
                ("leased_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("trouble", models.TextField(blank=True, editable=False)),
                ("names_seen", models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "indexes": [models.Index(fields=["due_at", "not_before"], name="translating_due_at_a79b66_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page_key", "language"), name="a_page_has_one_version_in_a_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("language")), _negated=True),
                        name="nothing_is_translated_into_its_own_language",
                        violation_error_message="Nothing is translated into its own language.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="translating.version"
                    ),
                ),
                ("path", models.TextField()),
                ("place", models.PositiveIntegerField()),
                ("source_hash", models.CharField(max_length=64)),
                ("source_text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a translation"),
                            ("machine", "translated by a machine, kept back by checks"),
                            ("checked", "translated by a machine, not reviewed"),
                            ("stale", "the original has changed"),
                            ("renamed", "a name in it has changed"),
                            ("reviewed", "reviewed and left unchanged"),
                            ("post_edited", "translated by a machine, corrected by a person"),
                            ("human", "translated by a person"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("is_unreviewed", models.BooleanField(default=False)),
                ("names", models.CharField(blank=True, max_length=100)),
                (
                    "wording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="translating.provenance",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="translating.provenance",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage of a translation",
                "indexes": [models.Index(fields=["state", "since"], name="translating_state_71bd5b_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "path", "source_hash"), name="a_passage_stands_once_in_its_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "machine",
                                    "checked",
                                    "stale",
                                    "renamed",
                                    "reviewed",
                                    "post_edited",
                                    "human",
                                ],
                            )
                        ),
                        name="a_passage_has_a_known_state",
                        violation_error_message="There is no such state of a translation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("reviewed", "post_edited", "human")), _negated=True),
                            ("is_unreviewed", False),
                            _connector="OR",
                        ),
                        name="what_a_person_answers_for_is_reviewed",
                        violation_error_message="There is no such state of a translation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="translating.passage",
                        verbose_name="passage of a translation",
                    ),
                ),
                ("words", models.TextField(max_length=5000, verbose_name="in their words")),
                ("instead_of", models.CharField(editable=False, max_length=80)),
                ("given_on", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "wording of a visitor",
                "verbose_name_plural": "wordings of visitors",
            },
        ),
    ]
