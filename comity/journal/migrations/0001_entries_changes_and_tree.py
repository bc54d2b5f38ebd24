import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("journal", "0001_initial"),
        ("journal", "0003_changes_receipts_and_tree"),
        ("journal", "0004_letter_calendar"),
        ("journal", "0005_personal_keys"),
        ("journal", "0006_letters_of_lists"),
        ("journal", "0007_what_was_turned_away"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("number", models.PositiveBigIntegerField(null=True)),
                ("secret", models.BinaryField(max_length=32)),
                ("mark", models.CharField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "personal key",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="everybody_has_one_personal_key"),
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at", None), ("secret", b""), _connector="OR"),
                        name="a_destroyed_key_has_no_secret",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("table_name", models.CharField(max_length=63)),
                ("row_key", models.CharField(max_length=60)),
                ("done", models.CharField(max_length=10)),
                ("who", models.CharField(max_length=60, verbose_name="who")),
                ("whence", models.CharField(blank=True, max_length=200)),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("was", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("became", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                "verbose_name": "change of a row",
                "indexes": [models.Index(fields=["table_name", "row_key"], name="journal_cha_table_n_924729_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("who", ""), _negated=True), name="a_change_has_somebody_who_made_it"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LastTurned",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("turned_away_host", "is no name of ours, and was turned away"),
                            ("turned_away_address", "is longer than an address may be, and was turned away"),
                            ("turned_away_method", "is no way of asking, and was turned away"),
                            ("turned_away_fields", "was sent more fields than a form has, and turned them away"),
                            ("turned_away_size", "was sent more than it reads, and turned it away"),
                            ("turned_away_unreadable", "was sent what cannot be read, and turned it away"),
                            ("turned_away_language", "is no code of a language, and was not followed"),
                            ("turned_away_astray", "leads away from here, and was not followed"),
                            ("turned_away_form", "was sent a form without a token of ours, and did nothing"),
                            ("turned_away_header", "is for a proxy to say, and was not believed"),
                        ],
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("hour", models.BigIntegerField(default=0)),
                ("unsaid", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "what was last turned away",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "turned_away_host",
                                    "turned_away_address",
                                    "turned_away_method",
                                    "turned_away_fields",
                                    "turned_away_size",
                                    "turned_away_unreadable",
                                    "turned_away_language",
                                    "turned_away_astray",
                                    "turned_away_form",
                                    "turned_away_header",
                                ],
                            )
                        ),
                        name="what_is_turned_away_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unsaid__gte", 0)), name="nothing_is_told_that_never_came"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("act", models.CharField(max_length=60, verbose_name="act")),
                (
                    "subject_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("subject_id", models.PositiveBigIntegerField(null=True)),
                ("subject_name", models.CharField(max_length=300, verbose_name="subject")),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.signedlink",
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=200, verbose_name="who")),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("locked", models.JSONField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "journal entry",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "at"], name="journal_ent_subject_50c13e_idx"),
                    models.Index(fields=["at"], name="journal_ent_at_bf6d31_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Strand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("source_id", models.PositiveBigIntegerField()),
                (
                    "result_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("result_id", models.PositiveBigIntegerField()),
                ("tied_by", models.CharField(max_length=200)),
                ("tied_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "strand of the thread",
                "indexes": [
                    models.Index(fields=["source_type", "source_id"], name="journal_str_source__cb65b7_idx"),
                    models.Index(fields=["result_type", "result_id"], name="journal_str_result__99b315_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_type", "source_id", "result_type", "result_id"),
                        name="a_result_comes_from_a_source_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_id", models.F("result_id")),
                            ("source_type", models.F("result_type")),
                            _negated=True,
                        ),
                        name="nothing_comes_from_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("to_name", models.CharField(max_length=200, verbose_name="to")),
                ("to_email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField()),
                ("calendar", models.TextField(editable=False, null=True)),
                ("method", models.CharField(editable=False, max_length=20, null=True)),
                ("list_id", models.CharField(editable=False, max_length=200, null=True)),
                ("leave_at", models.TextField(editable=False, null=True)),
                ("written_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "letter",
                "indexes": [models.Index(fields=["sent_at", "not_before"], name="journal_let_sent_at_437811_idx")],
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("entry", "entry"), ("change", "change")], max_length=10)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "unsealed entry",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="what_is_to_be_sealed_is_listed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["entry", "change"])), name="what_is_unsealed_has_a_known_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("entry", "entry"), ("change", "change")], max_length=10)),
                ("number", models.BigIntegerField()),
                ("salt", models.CharField(max_length=32)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "leaf of the journal",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="what_is_written_is_sealed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["entry", "change"])), name="a_leaf_is_of_a_known_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(default=0)),
                ("peaks", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "tree of the journal",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_tree_of_the_journal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("key", models.CharField(max_length=200)),
                ("text", models.TextField()),
            ],
            options={
                "verbose_name": "checkpoint of the journal",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sending", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("answer", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "receipt",
                "indexes": [models.Index(fields=["at"], name="journal_rec_at_062a7b_idx")],
            },
        ),
    ]
