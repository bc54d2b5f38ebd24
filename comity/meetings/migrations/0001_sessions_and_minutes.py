import comity.meetings.models.sessions
import comity.translation.texts
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("meetings", "0001_initial"),
        ("meetings", "0002_invitations"),
        ("meetings", "0003_declined_corrigenda"),
        ("meetings", "0004_corrigenda_at_known_stages"),
        ("meetings", "0005_left_open_at_closing"),
        ("meetings", "0006_who_ended_a_corrigendum"),
        ("meetings", "0007_words_of_constraints"),
        ("meetings", "0008_objections_to_decisions_and_promises"),
        ("meetings", "0009_areas_of_sessions"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
        ("journal", "0001_entries_changes_and_tree"),
        ("partners", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="title"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("convened", "convened"),
                            ("agenda_adopted", "agenda adopted"),
                            ("held", "held"),
                            ("drafted", "minutes drafted"),
                            ("circulated", "minutes circulated"),
                            ("adopted", "minutes adopted"),
                            ("closed", "follow-up closed"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("virtual", "virtual"), ("in_person", "in person"), ("hybrid", "hybrid")],
                        default="virtual",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                (
                    "place",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="place"
                    ),
                ),
                ("link", models.URLField(blank=True, verbose_name="link for joining")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "zone",
                    models.CharField(
                        default="UTC",
                        max_length=60,
                        validators=[comity.meetings.models.sessions.is_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[("time", "day and time"), ("day", "the day only"), ("months", "some months only")],
                        default="time",
                        max_length=10,
                        verbose_name="how exactly known",
                    ),
                ),
                (
                    "record_language",
                    models.CharField(default="en", max_length=5, verbose_name="language of the minutes"),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="the public may know of it")),
                (
                    "left_open",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="still open when it was closed"
                    ),
                ),
                ("compiled_from", models.TextField(blank=True, verbose_name="compiled from")),
                (
                    "areas",
                    models.ManyToManyField(blank=True, related_name="+", to="partners.area", verbose_name="areas"),
                ),
            ],
            options={
                "verbose_name": "working session",
                "verbose_name_plural": "working sessions",
                "indexes": [
                    models.Index(fields=["-starts_at"], name="meetings_se_starts__b9ecb4_idx"),
                    models.Index(fields=["stage", "starts_at"], name="meetings_se_stage_9960dc_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="a_session_ends_after_it_begins",
                        violation_error_message="The session ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "proposed",
                                    "convened",
                                    "agenda_adopted",
                                    "held",
                                    "drafted",
                                    "circulated",
                                    "adopted",
                                    "closed",
                                    "postponed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="a_session_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delegations", to="meetings.session"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("precedence", models.PositiveSmallIntegerField(default=1, verbose_name="order of precedence")),
            ],
            options={
                "verbose_name": "delegation",
                "ordering": ["precedence", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "organisation"), name="an_organisation_sends_one_delegation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="meetings.delegation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "group",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="group without names"
                    ),
                ),
                (
                    "office",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="office held that day"
                    ),
                ),
                ("is_head", models.BooleanField(default=False, verbose_name="heads the delegation")),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("partly", "present for a part"),
                            ("absent", "absent"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="attendance",
                    ),
                ),
                ("precedence", models.PositiveSmallIntegerField(default=100, verbose_name="order of precedence")),
            ],
            options={
                "verbose_name": "member of a delegation",
                "ordering": ["-is_head", "precedence", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_head", True)),
                        fields=("delegation",),
                        name="a_delegation_has_one_head",
                        violation_error_message="This delegation has a head already.",
                    ),
                    models.UniqueConstraint(fields=("delegation", "person"), name="a_person_is_in_a_delegation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="meetings.session"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "title",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="item"),
                ),
                (
                    "side",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="introduced by",
                    ),
                ),
                (
                    "introduced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="partners.person",
                        verbose_name="speaker",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("shared", "shared with the partner"),
                            ("internal", "internal to our office"),
                        ],
                        default="shared",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "minutes",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="minutes"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_deferred", models.BooleanField(default=False, verbose_name="deferred to a later session")),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="an_agenda_uses_a_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="meetings.agendaitem"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="meetings.session",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("agrees", "agrees"),
                            ("requests", "requests"),
                            ("endorses", "endorses"),
                            ("notes", "notes"),
                            ("invites", "invites"),
                        ],
                        default="agrees",
                        max_length=10,
                        verbose_name="operative verb",
                    ),
                ),
                (
                    "text",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="decision"),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="addressee",
                    ),
                ),
                (
                    "taking",
                    models.CharField(
                        choices=[("consensus", "by consensus"), ("vote", "by vote"), ("written", "in writing")],
                        default="consensus",
                        max_length=10,
                        verbose_name="how it was taken",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="a_session_uses_a_decision_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Corrigendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrigenda", to="meetings.session"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "reading",
                    comity.translation.texts.TextField(
                        default=comity.translation.texts.Text, verbose_name="shall read"
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                ("proposed_by", models.CharField(max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("adopted", "adopted by all sides"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("adopted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ended_for",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="declined or withdrawn for",
                    ),
                ),
                (
                    "ended_by",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="declined or withdrawn by"
                    ),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="declined or withdrawn on")),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer")),
                ("sha256", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "correction of final minutes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "number"), name="a_session_uses_a_correction_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["proposed", "adopted", "declined", "withdrawn"])),
                        name="a_correction_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_at__isnull", False), ("stage", "adopted")),
                            models.Q(models.Q(("stage", "adopted"), _negated=True), ("adopted_at", None)),
                            _connector="OR",
                        ),
                        name="an_adopted_correction_says_since_when",
                        violation_error_message="A correction says since when it holds once it is adopted, and not before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_declined_correction_says_why",
                        violation_error_message="Say why it is declined.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="meetings.session")),
                ("uid", models.CharField(editable=False, max_length=255, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "appointment",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="meetings.session"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="person",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("sequence", models.PositiveIntegerField(verbose_name="version in calendars")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("awaited", "no answer yet"),
                            ("accepted", "comes"),
                            ("tentative", "comes perhaps"),
                            ("declined", "does not come"),
                        ],
                        default="awaited",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("proposed_starts_at", models.DateTimeField(blank=True, null=True, verbose_name="would begin")),
                ("proposed_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="would end")),
            ],
            options={
                "verbose_name": "invitation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "email"), name="an_address_is_invited_to_a_session_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["awaited", "accepted", "tentative", "declined"])),
                        name="an_invitation_has_a_known_answer",
                        violation_error_message="There is no such answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", "awaited"), ("answered_at__isnull", False), _connector="OR"),
                        name="an_answer_says_when_it_was_given",
                        violation_error_message="Say when it was answered.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=64, unique=True)),
                ("at", models.DateTimeField(verbose_name="received")),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="sender")),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_large", "it is larger than an answer can be"),
                            ("too_many_parts", "it is put together from more parts than an answer can have"),
                            ("malformed", "it cannot be read as an answer"),
                            ("two_methods", "its type and its calendar part ask for different things"),
                            (
                                "not_an_answer",
                                "it is a calendar message, but no answer; nobody else invites or cancels here",
                            ),
                            ("unknown", "it answers for a session that is not known here"),
                            ("not_invited", "it answers for somebody who is not invited"),
                            ("other_sender", "it was sent from another address than the one it answers for"),
                            ("not_vouched", "the mail server does not vouch for its sender"),
                            ("other_version", "it answers another version of the invitation than the one sent last"),
                            ("older", "a later answer is here already"),
                            ("not_yet", "it says that it was written in the future"),
                            ("over", "the session is over, put off or called off"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                ("content", models.BinaryField(blank=True)),
            ],
            options={
                "verbose_name": "received mail",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.delegation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes"),
                            ("decision", "decision"),
                            ("said", "what was promised or proposed"),
                        ],
                        default="minutes",
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.decision",
                    ),
                ),
                (
                    "said",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="journal.strand",
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("was", models.TextField(blank=True)),
                ("words", models.TextField(blank=True, verbose_name="wording")),
                ("due_was", models.TextField(blank=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("objection", models.TextField(blank=True, verbose_name="objection")),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("taken", "taken over"), ("declined", "declined")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
            ],
            options={
                "verbose_name": "correction",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "minutes"), ("outcome", "waiting")),
                        fields=("item", "side", "language"),
                        name="a_side_has_one_open_correction_of_an_item",
                        violation_error_message="Your side has asked for a correction of this item in this language already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "decision"), ("outcome", "waiting")),
                        fields=("decision", "side", "language"),
                        name="a_side_has_one_open_correction_of_a_decision",
                        violation_error_message="Your side has asked for a correction of this decision already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "said"), ("outcome", "waiting")),
                        fields=("said", "side", "language"),
                        name="a_side_has_one_open_correction_of_what_was_said",
                        violation_error_message="Your side has asked for a correction of this promise already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", None), ("kind", "minutes"), ("said", None)),
                            models.Q(("kind", "decision"), ("said", None)),
                            models.Q(("decision", None), ("kind", "said")),
                            _connector="OR",
                        ),
                        name="a_correction_is_of_one_thing",
                        violation_error_message="A correction is of one thing.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="meetings.session"
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("circulated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "circulated draft",
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="meetings.session"
                    ),
                ),
                (
                    "corrigendum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="meetings.corrigendum",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.delegation"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "by_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.signedlink",
                    ),
                ),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "adoption",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrigendum", None)),
                        fields=("session", "side", "sha256"),
                        name="a_side_adopts_a_text_once",
                        violation_error_message="This side has adopted this text already.",
                    ),
                    models.UniqueConstraint(
                        fields=("corrigendum", "side", "sha256"), name="a_side_adopts_a_correction_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinalMinutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="final_minutes", to="meetings.session"
                    ),
                ),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("adopted_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "final minutes",
            },
        ),
    ]
