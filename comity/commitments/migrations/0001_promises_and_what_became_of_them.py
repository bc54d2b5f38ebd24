import comity.commitments.models.facts
import comity.commitments.models.orders
import comity.translation.texts
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("commitments", "0001_initial"),
        ("commitments", "0002_rounds_of_reminders"),
        ("commitments", "0003_orders_of_the_register"),
        ("commitments", "0005_room_for_long_addresses"),
        ("commitments", "0006_wishes_that_end"),
        ("commitments", "0007_one_wish_waits"),
        ("commitments", "0008_words_of_constraints"),
        ("commitments", "0009_what_took_it_up"),
        ("commitments", "0010_what_took_up_earlier_ones"),
        ("commitments", "0011_wishes_of_each_kind"),
    ]

    initial = True

    dependencies = [
        ("journal", "0001_entries_changes_and_tree"),
        ("meetings", "0001_sessions_and_minutes"),
        ("partners", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("next_session", "before the next session"),
                            ("words", "on another occasion, in words"),
                        ],
                        max_length=20,
                        verbose_name="or due",
                    ),
                ),
                (
                    "trigger_words",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="due when, in words"
                    ),
                ),
                (
                    "deliverable",
                    comity.translation.texts.TextField(
                        default=comity.translation.texts.Text, verbose_name="what was said, in one sentence"
                    ),
                ),
                (
                    "promisor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="who promises or proposes",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "beneficiary",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="to whom",
                    ),
                ),
                ("is_mutual", models.BooleanField(default=False, verbose_name="both promise it to each other")),
                (
                    "said_under",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="said under",
                    ),
                ),
                (
                    "said_by",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="who said it, in words"
                    ),
                ),
                ("said_on", models.DateField(verbose_name="said on")),
                ("sought", models.TextField(default="", editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("open", "open"),
                            ("in_progress", "in progress"),
                            ("claimed", "claimed done"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                            ("taken_up", "taken up"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="kept by, at our office",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("high", "high"), ("normal", "normal"), ("low", "low")],
                        default="normal",
                        max_length=10,
                        verbose_name="priority",
                    ),
                ),
                ("stage_since", models.DateTimeField(editable=False)),
                (
                    "taken_up_in",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.strand",
                    ),
                ),
                (
                    "areas",
                    models.ManyToManyField(blank=True, related_name="+", to="partners.area", verbose_name="areas"),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "indexes": [
                    models.Index(
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest",
                    ),
                    models.Index(
                        comity.commitments.models.orders.DueOrLongAgo("due_on"),
                        models.F("id"),
                        name="commitments_latest",
                    ),
                    models.Index(fields=["said_on", "id"], name="commitments_newest"),
                    models.Index(fields=["stage_since", "id"], name="commitments_longest"),
                    models.Index(
                        models.F("stage"),
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest_at_stage",
                    ),
                    models.Index(
                        models.F("promisor"),
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest_by",
                    ),
                    models.Index(
                        models.F("beneficiary"),
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest_to",
                    ),
                    models.Index(
                        models.F("person"),
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest_of",
                    ),
                    models.Index(
                        models.F("keeper"),
                        comity.commitments.models.orders.DueOrNever("due_on"),
                        models.F("id"),
                        name="commitments_soonest_kept",
                    ),
                    models.Index(fields=["stage", "said_on", "id"], name="commitments_newest_at_stage"),
                    models.Index(fields=["promisor", "said_on", "id"], name="commitments_newest_by"),
                    models.Index(fields=["beneficiary", "said_on", "id"], name="commitments_newest_to"),
                    models.Index(fields=["stage", "stage_since", "id"], name="commitments_longest_at_stage"),
                    models.Index(fields=["promisor", "stage"], name="commitments_by_stage"),
                    models.Index(fields=["beneficiary", "stage"], name="commitments_to_stage"),
                    models.Index(fields=["person", "stage"], name="commitments_of_stage"),
                    models.Index(fields=["keeper", "stage"], name="commitments_kept_stage"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("promisor", models.F("beneficiary")), _negated=True),
                        name="nobody_promises_to_themselves",
                        violation_error_message="Nobody promises something to themselves.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on", None), ("trigger", ""), _connector="OR"),
                        name="a_promise_is_due_on_a_day_or_on_a_trigger",
                        violation_error_message="Give a day or an occasion, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on", None), ("due_on__gte", models.F("said_on")), _connector="OR"),
                        name="nothing_is_due_before_it_is_said",
                        violation_error_message="The due date is before the day it was said.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "proposed",
                                    "open",
                                    "in_progress",
                                    "claimed",
                                    "returned",
                                    "accepted",
                                    "closed",
                                    "cancelled",
                                    "taken_up",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="a_commitment_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="commitments.commitment"
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="what was done")),
                ("by_name", models.CharField(max_length=200)),
                ("by_key", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "claim",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="commitments.claim"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=comity.commitments.models.facts.random_name, verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("record_name", comity.translation.texts.TextField(blank=True, default=comity.translation.texts.Text)),
                ("record_url", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "evidence",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file", ""), ("link", ""), ("record_url", ""), _negated=True),
                        name="evidence_is_a_file_a_link_or_a_record",
                        violation_error_message="Evidence is a file, a link or a record here.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdict", to="commitments.claim"
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
                    ),
                ),
                ("is_accepted", models.BooleanField()),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "verdict",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_accepted", True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="what_is_returned_is_returned_with_words",
                        violation_error_message="Say what is missing.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expected_results",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "what",
                    comity.translation.texts.TextField(
                        default=comity.translation.texts.Text, verbose_name="expected result"
                    ),
                ),
                (
                    "known",
                    models.CharField(
                        choices=[
                            ("not_known", "not known"),
                            ("came_about", "came about"),
                            ("did_not", "did not come about"),
                        ],
                        default="not_known",
                        max_length=12,
                        verbose_name="what is known",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="how it is known")),
            ],
            options={
                "verbose_name": "expected result",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known", "not_known"), models.Q(("source", ""), _negated=True), _connector="OR"
                        ),
                        name="what_is_known_says_how_it_is_known",
                        violation_error_message="Say how it is known; nothing is claimed here without a source.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("is_whole", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "round of reminders",
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("next_session", "before the next session"),
                            ("words", "on another occasion, in words"),
                        ],
                        max_length=20,
                        verbose_name="or due",
                    ),
                ),
                (
                    "trigger_words",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="due when, in words"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="commitments.commitment"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cancel", "to cancel it"), ("time", "for more time")],
                        max_length=10,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("agreed", "agreed to"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "ended_for",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="answered or withdrawn for",
                    ),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="answered or withdrawn on")),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer")),
            ],
            options={
                "verbose_name": "wish of one side",
                "db_table": "commitments_wishtocancel",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "waiting")),
                        fields=("commitment", "kind"),
                        name="one_wish_of_each_kind_waits",
                        violation_error_message="One side asks for this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["waiting", "agreed", "declined", "withdrawn"])),
                        name="a_wish_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on", None), ("kind", "cancel"), ("trigger", "")),
                            models.Q(
                                models.Q(
                                    models.Q(("due_on__isnull", False), ("trigger", "")),
                                    models.Q(("due_on", None), models.Q(("trigger", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                ("kind", "time"),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_wish_for_time_says_until_when",
                        violation_error_message="Whoever asks for more time says until which day or occasion.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_for", None), ("stage", "waiting")),
                            models.Q(
                                models.Q(("stage", "waiting"), _negated=True),
                                ("ended_at__isnull", False),
                                ("ended_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_wish_that_is_over_says_for_whom_and_since_when",
                        violation_error_message="A wish that is over says for whom it ended and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_declined_wish_says_why",
                        violation_error_message="Say why; the other side reads it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("next_session", "before the next session"),
                            ("words", "on another occasion, in words"),
                        ],
                        max_length=20,
                        verbose_name="or due",
                    ),
                ),
                (
                    "trigger_words",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="due when, in words"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                    ),
                ),
                (
                    "wish",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.wish",
                    ),
                ),
                ("was_due_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(verbose_name="reason")),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "extension",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="an_extension_keeps_its_reason",
                        violation_error_message="Say why the day is moved.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("trigger", "")),
                            models.Q(("due_on", None), models.Q(("trigger", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_extension_says_until_when",
                        violation_error_message="Give a day or an occasion, not both.",
                    ),
                ],
            },
        ),
    ]
