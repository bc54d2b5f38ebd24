import comity.registry.identifiers
import comity.translation.texts
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("partners", "0001_initial"),
        ("partners", "0003_sorted_in_each_language"),
        ("partners", "0004_organisations_by_country"),
        ("partners", "0005_taken_over_from_the_registry"),
        ("partners", "0006_personal_keys"),
        ("partners", "0007_offices_in_published_sources"),
        ("partners", "0008_words_of_constraints"),
        ("partners", "0009_what_happened_to_rows"),
        ("partners", "0010_names_and_offices_in_order"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
        ("registry", "0001_what_registries_publish"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.JSONField(default=list)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("brought_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="entered")),
                ("counts", models.JSONField(default=dict)),
                ("happened", models.JSONField(default=dict, editable=False, verbose_name="what became of each row")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                (
                    "name",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="name"),
                ),
            ],
            options={
                "verbose_name": "area of interest",
                "verbose_name_plural": "areas of interest",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("intergovernmental", "Intergovernmental organisation"),
                            ("association", "Association"),
                            ("institute", "Research institute"),
                            ("university", "University"),
                            ("ministry", "Ministry"),
                            ("state", "State"),
                            ("funder", "Funder"),
                            ("company", "Company"),
                            ("ngo", "Non-governmental organisation"),
                            ("network", "Network"),
                            ("unit", "Sector or department"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, editable=False, verbose_name="name"
                    ),
                ),
                (
                    "short_name",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, editable=False, verbose_name="short name"
                    ),
                ),
                ("sort_key", models.CharField(blank=True, editable=False, max_length=300)),
                ("sort_key_fr", models.CharField(blank=True, editable=False, max_length=300)),
                ("sort_key_ar", models.CharField(blank=True, editable=False, max_length=300)),
                ("is_host", models.BooleanField(default=False, verbose_name="this is our own organisation")),
                (
                    "standing_here",
                    models.CharField(
                        blank=True,
                        choices=[("member", "Member State"), ("observer", "Observer"), ("partner", "Partner")],
                        max_length=10,
                        verbose_name="standing towards us",
                    ),
                ),
                (
                    "ror",
                    models.CharField(
                        blank=True, max_length=9, validators=[comity.registry.identifiers.is_ror], verbose_name="ROR id"
                    ),
                ),
                (
                    "wikidata",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[comity.registry.identifiers.is_wikidata],
                        verbose_name="Wikidata id",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[comity.registry.identifiers.is_country],
                        verbose_name="country",
                    ),
                ),
                (
                    "place",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="place"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("founded", models.CharField(blank=True, max_length=10, verbose_name="founded")),
                (
                    "note",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="about"
                    ),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="partners.area", verbose_name="areas of interest"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="partners_or_sort_ke_01b268_idx"),
                    models.Index(fields=["sort_key_fr", "id"], name="partners_or_sort_ke_283d6a_idx"),
                    models.Index(fields=["sort_key_ar", "id"], name="partners_or_sort_ke_5d283a_idx"),
                    models.Index(fields=["country"], name="organisations_in_country"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_host", True)),
                        fields=("is_host",),
                        name="there_is_one_host",
                        violation_error_code="unique",
                        violation_error_message="Our own organisation is here already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ror", ""), _negated=True),
                        fields=("ror",),
                        name="a_ror_id_names_one_organisation",
                        violation_error_code="unique",
                        violation_error_message="This ROR id is that of another organisation, which is here already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wikidata", ""), _negated=True),
                        fields=("wikidata",),
                        name="a_wikidata_id_names_one_organisation",
                        violation_error_code="unique",
                        violation_error_message="This Wikidata id is that of another organisation, which is here already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartOf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wholes", to="partners.organisation"
                    ),
                ),
                (
                    "whole",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="partners.organisation",
                        verbose_name="part of",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "belonging",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part", models.F("whole")), _negated=True),
                        name="nothing_is_a_part_of_itself",
                        violation_error_message="An organisation cannot be a part of itself.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("part", "whole"),
                        name="a_part_belongs_to_a_whole_once",
                        violation_error_message="This is entered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="belonging_ends_after_it_begins",
                        violation_error_message="Belonging ends after it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="partners.organisation"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="name")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "official"),
                            ("short", "short form"),
                            ("acronym", "acronym"),
                            ("former", "former"),
                            ("translated", "our translation"),
                            ("also", "also called"),
                        ],
                        default="official",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("folded", models.CharField(editable=False, max_length=300)),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["folded"], name="partners_or_folded_c95d64_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "language", "kind", "text"),
                        name="an_organisation_has_a_name_once",
                        violation_error_message="This name is here already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="a_name_ends_after_it_begins",
                        violation_error_message="A name ends after it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.signedlink",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandate",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organisation"), name="an_account_has_a_mandate_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link__isnull", False), ("user", None)),
                            models.Q(("link", None), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_mandate_is_held_by_an_account_or_a_link",
                        violation_error_message="A mandate is held by an account or by a signed link, not by both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="form of address"
                    ),
                ),
                (
                    "name",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, editable=False, verbose_name="name"
                    ),
                ),
                ("sort_key", models.CharField(blank=True, editable=False, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language of letters")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="data erased")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [models.Index(fields=["sort_key"], name="partners_pe_sort_ke_26d63c_idx")],
            },
        ),
        migrations.CreateModel(
            name="PersonName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="partners.person"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="name")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("folded", models.CharField(editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "name",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["folded"], name="partners_pe_folded_e0f3e3_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "language", "text"), name="a_person_has_a_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offices", to="partners.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="partners.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "title",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="office"),
                ),
                ("precedence", models.PositiveSmallIntegerField(default=100, verbose_name="order of precedence")),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("known_on", models.DateField(blank=True, null=True, verbose_name="known to be held on")),
                ("is_published", models.BooleanField(default=False, verbose_name="named in a published source")),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="an_office_ends_after_it_begins",
                        violation_error_message="An office ends after it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focal_points",
                        to="partners.organisation",
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
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "on our side"), ("theirs", "on their side")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[("first", "Focal point"), ("back_up", "Back-up")],
                        default="first",
                        max_length=10,
                        verbose_name="rank",
                    ),
                ),
            ],
            options={
                "verbose_name": "focal point",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "side", "rank"), name="a_side_has_one_focal_point_of_a_rank"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_over",
                        to="partners.organisation",
                    ),
                ),
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.institution",
                        verbose_name="institution of the registry",
                    ),
                ),
                ("seen", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "verbose_name": "taking over from the registry",
            },
        ),
    ]
