import comity.agreements.models.signatures
import comity.translation.texts
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_the_parties(apps, schema_editor):
    """Each party gets a row of its own, in the order in which the parties were entered."""
    agreement, party = apps.get_model("agreements", "Agreement"), apps.get_model("agreements", "Party")
    pairs, told = agreement.parties.through.objects.order_by("agreement", "pk"), {}
    rows = []
    for one in pairs.iterator():
        told[one.agreement_id] = position = told.get(one.agreement_id, -1) + 1
        rows.append(party(agreement_id=one.agreement_id, organisation_id=one.organisation_id, position=position))
    party.objects.bulk_create(rows, batch_size=500)


def give_the_parties_back(apps, schema_editor):
    """The rows of the parties are pairs again; what else was told of a party is lost."""
    agreement, party = apps.get_model("agreements", "Agreement"), apps.get_model("agreements", "Party")
    pair = agreement.parties.through
    rows = party.objects.order_by("agreement", "position").values_list("agreement", "organisation")
    pair.objects.bulk_create([pair(agreement_id=a, organisation_id=o) for a, o in rows], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
        ("agreements", "0001_agreements_and_renewals"),
        ("partners", "0002_areas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contracting", to="agreements.agreement"
                    ),
                ),
                (
                    "back_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="back-up",
                    ),
                ),
                (
                    "focal_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="focal point",
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
                (
                    "represented_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.person",
                        verbose_name="represented by",
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
                        verbose_name="for its unit",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                (
                    "legal_name",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="legal name at signing"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="its own reference number")),
                (
                    "represented_as",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="as (office held)"
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("office", "by the office held"),
                            ("mandate", "by a written mandate"),
                            ("full_powers", "by full powers"),
                        ],
                        max_length=12,
                        verbose_name="may sign",
                    ),
                ),
                (
                    "authority_words",
                    models.CharField(blank=True, max_length=300, verbose_name="document that gives the authority"),
                ),
                ("notice_address", models.TextField(blank=True, verbose_name="address for notices")),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "organisation"),
                        name="an_organisation_is_a_party_once",
                        violation_error_message="This organisation is a party already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority__in", ["", "office", "mandate", "full_powers"])),
                        name="a_party_signs_by_a_known_authority",
                        violation_error_message="There is no such authority.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__in", ["mandate", "full_powers"]), _negated=True),
                            models.Q(("authority_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_mandate_to_sign_names_its_document",
                        violation_error_message="Name the document that gives the authority to sign.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="agreements.agreement"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("content", models.TextField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("agreed_at", models.DateTimeField(verbose_name="agreed on")),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approved by all on")),
                ("reopened_at", models.DateTimeField(editable=False, null=True, verbose_name="opened again on")),
            ],
            options={
                "verbose_name": "agreed text",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="an_agreed_text_has_a_number_of_its_own"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)),
                        fields=("agreement",),
                        name="one_agreed_text_stands_at_a_time",
                        violation_error_message="Another text is agreed already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="agreements.agreedtext",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("is_on_behalf", models.BooleanField(default=False, verbose_name="recorded on behalf of the party")),
                ("known_from", models.CharField(blank=True, max_length=300, verbose_name="how this is known")),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "approval",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("text", "party"),
                        name="a_party_approves_a_text_once",
                        violation_error_message="This party has approved this text already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on_behalf", False), models.Q(("known_from", ""), _negated=True), _connector="OR"
                        ),
                        name="an_approval_on_behalf_says_how_it_is_known",
                        violation_error_message="Say how this is known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="agreements.agreement"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("recital", "recital"), ("article", "article"), ("annex", "annex")],
                        default="article",
                        max_length=10,
                        verbose_name="part",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                (
                    "heading",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="heading"
                    ),
                ),
                (
                    "words",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="wording"),
                ),
                ("is_about_money", models.BooleanField(default=False, verbose_name="it obliges somebody to pay")),
                ("turns", models.JSONField(default=dict, editable=False, verbose_name="changes by language")),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["recital", "article", "annex"])),
                        name="a_clause_stands_in_a_known_part",
                        violation_error_message="There is no such part.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.user",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="agreements.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("unit", "the unit that will do the work"),
                            ("legal", "legal"),
                            ("finance", "finance"),
                            ("due_diligence", "due diligence (the country, the partner, the matter)"),
                        ],
                        max_length=15,
                        verbose_name="clearance",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it is asked for")),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("cleared", "cleared"),
                            ("conditional", "cleared on conditions"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions or reasons")),
                ("answered_by", models.CharField(blank=True, max_length=200, verbose_name="answered by")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered on")),
            ],
            options={
                "verbose_name": "clearance",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finding", "waiting")),
                        fields=("agreement", "sort"),
                        name="a_clearance_is_asked_for_once_at_a_time",
                        violation_error_message="This clearance is being waited for already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding__in", ["waiting", "cleared"]),
                            models.Q(("conditions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conditions_and_refusals_of_a_clearance_are_in_words",
                        violation_error_message="Say on what conditions, or why not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding__in", ["waiting", "cleared", "conditional", "refused"]),
                            ("sort__in", ["unit", "legal", "finance", "due_diligence"]),
                        ),
                        name="a_clearance_is_of_a_known_sort_and_finding",
                        violation_error_message="There is no such clearance.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="agreements.agreement"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remarks",
                        to="agreements.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                ("clause_was", models.CharField(max_length=100, verbose_name="clause")),
                ("language", models.CharField(max_length=5)),
                ("was", models.TextField(blank=True)),
                ("words", models.TextField(blank=True, verbose_name="it should read")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("taken", "taken over"),
                            ("declined", "declined"),
                            ("noted", "noted"),
                            ("overtaken", "the clause was taken out"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_by", models.CharField(blank=True, max_length=200, verbose_name="answered by")),
            ],
            options={
                "verbose_name": "remark on a clause",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("comment", ""), ("words", ""), _negated=True),
                        name="a_remark_says_something",
                        violation_error_message="Say how it should read, or what you think of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_remark_is_declined_with_words",
                        violation_error_message="Say why it is declined.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.agreedtext",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("wet", "by hand, on paper"),
                            ("letters", "by exchange of letters"),
                            ("electronic", "electronically, outside of here"),
                        ],
                        default="wet",
                        max_length=12,
                        verbose_name="how it was signed",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                (
                    "place",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="place"
                    ),
                ),
                (
                    "signed_by",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="signed by"),
                ),
                (
                    "signed_as",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="as (office held)"
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("office", "by the office held"),
                            ("mandate", "by a written mandate"),
                            ("full_powers", "by full powers"),
                        ],
                        max_length=12,
                        verbose_name="by what authority",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=comity.agreements.models.signatures.random_name, verbose_name="scan"
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed on")),
                (
                    "confirmed_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="confirmed by"),
                ),
            ],
            options={
                "verbose_name": "signature",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("text", "party"),
                        name="a_party_signs_an_agreement_once",
                        violation_error_message="This party has signed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authority__in", ["office", "mandate", "full_powers"]),
                            ("mode__in", ["wet", "letters", "electronic"]),
                        ),
                        name="a_signature_has_a_known_mode_and_authority",
                        violation_error_message="There is no such way to sign.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="an_agreement_ends_after_it_begins",
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="an_agreement_has_a_known_stage",
        ),
        migrations.AddField(
            model_name="agreement",
            name="entering",
            field=models.CharField(
                blank=True,
                choices=[
                    ("last_signature", "the last signature"),
                    ("on_day", "a day that the text names"),
                    ("notification", "notification that internal procedures are done"),
                ],
                max_length=15,
                verbose_name="how it comes into force",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="enters_on",
            field=models.DateField(blank=True, null=True, verbose_name="comes into force on"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="is_text_public",
            field=models.BooleanField(default=False, verbose_name="the public may read its text once it is signed"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="keeper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.person",
                verbose_name="who keeps it in our office",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="languages",
            field=models.JSONField(blank=True, default=list, verbose_name="languages of the text"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="prevailing",
            field=models.CharField(blank=True, max_length=5, verbose_name="language that prevails"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="proposed_on",
            field=models.DateField(blank=True, null=True, verbose_name="proposed on"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="rationale",
            field=comity.translation.texts.TextField(
                blank=True, default=comity.translation.texts.Text, verbose_name="why, and what is expected of it"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="shared_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="open to all parties since"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="stage_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="at this stage since"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="turn_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="its turn since"),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="concluded_on",
            field=models.DateField(blank=True, null=True, verbose_name="concluded on"),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="stage",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("clearance", "in clearance"),
                    ("drafting", "in drafting"),
                    ("negotiating", "in negotiation"),
                    ("agreed", "text agreed"),
                    ("approved", "approved by all parties"),
                    ("signed", "signed by all parties"),
                    ("in_force", "in force"),
                    ("suspended", "suspended"),
                    ("terminated", "terminated"),
                    ("lapsed", "lapsed"),
                    ("superseded", "replaced by another"),
                    ("closed", "closed"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                ],
                default="in_force",
                editable=False,
                max_length=20,
                verbose_name="stage",
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["stage", "stage_since"], name="agreements_longest_at_stage"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None),
                    ("concluded_on", None),
                    ("ends_on__gt", models.F("concluded_on")),
                    _connector="OR",
                ),
                name="an_agreement_ends_after_it_begins",
                violation_error_message="The agreement ends before it was concluded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "proposed",
                            "clearance",
                            "drafting",
                            "negotiating",
                            "agreed",
                            "approved",
                            "signed",
                            "in_force",
                            "suspended",
                            "terminated",
                            "lapsed",
                            "superseded",
                            "closed",
                            "declined",
                            "withdrawn",
                        ],
                    )
                ),
                name="an_agreement_has_a_known_stage",
                violation_error_message="There is no such stage.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "agreed",
                            "approved",
                            "clearance",
                            "drafting",
                            "negotiating",
                            "proposed",
                            "declined",
                            "withdrawn",
                        ],
                    ),
                    ("concluded_on__isnull", False),
                    _connector="OR",
                ),
                name="a_signed_agreement_says_since_when",
                violation_error_message="Say on which day it was concluded.",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="turn",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.party",
                verbose_name="whose turn it is",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "negotiating"), ("turn__isnull", False)),
                    models.Q(models.Q(("stage", "negotiating"), _negated=True), ("turn", None)),
                    _connector="OR",
                ),
                name="in_negotiation_it_is_the_turn_of_one_party",
                violation_error_message="It is the turn of one party while the text is negotiated, and only then.",
            ),
        ),
        migrations.RunPython(
            code=keep_the_parties,
            reverse_code=give_the_parties_back,
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="parties",
        ),
        migrations.AddField(
            model_name="agreement",
            name="parties",
            field=models.ManyToManyField(
                related_name="+",
                through="agreements.Party",
                through_fields=("agreement", "organisation"),
                to="partners.organisation",
                verbose_name="parties",
            ),
        ),
    ]
