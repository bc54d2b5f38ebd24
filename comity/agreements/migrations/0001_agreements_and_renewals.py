import comity.translation.texts
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("agreements", "0001_initial"),
        ("agreements", "0002_words_of_constraints"),
        ("agreements", "0003_terms_of_agreements"),
    ]

    initial = True

    dependencies = [
        ("partners", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="title"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("memorandum", "memorandum of understanding"),
                            ("letter_of_intent", "letter of intent"),
                            ("framework", "framework agreement"),
                            ("cooperation", "cooperation agreement"),
                            ("specific", "specific agreement"),
                            ("cotutelle_framework", "joint doctorate (cotutelle), framework"),
                            ("cotutelle", "joint doctorate (cotutelle) of one candidate"),
                            ("exchange_of_letters", "exchange of letters"),
                            ("amendment", "amendment"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("in_force", "in force"), ("lapsed", "lapsed"), ("superseded", "replaced by another")],
                        default="in_force",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("concluded_on", models.DateField(verbose_name="concluded on")),
                (
                    "years",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="initial term in years"),
                ),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="in force since")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="notice period in months"),
                ),
                (
                    "renewing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tacit", "by itself, unless a party gives notice"),
                            ("letters", "by exchange of letters"),
                            ("anew", "by a new instrument"),
                            ("none", "it is not foreseen"),
                        ],
                        max_length=10,
                        verbose_name="how it goes on past its term",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dependents",
                        to="agreements.agreement",
                        verbose_name="under which agreement",
                    ),
                ),
                (
                    "aims",
                    comity.translation.texts.TextField(
                        blank=True, default=comity.translation.texts.Text, verbose_name="aims"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("is_public", models.BooleanField(default=True, verbose_name="the public may know of it")),
                (
                    "parties",
                    models.ManyToManyField(related_name="+", to="partners.organisation", verbose_name="parties"),
                ),
                (
                    "areas",
                    models.ManyToManyField(blank=True, related_name="+", to="partners.area", verbose_name="areas"),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "indexes": [models.Index(fields=["stage", "ends_on"], name="agreements__stage_71b828_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gt", models.F("concluded_on")), _connector="OR"
                        ),
                        name="an_agreement_ends_after_it_begins",
                        violation_error_message="The agreement ends before it was concluded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["in_force", "lapsed", "superseded"])),
                        name="an_agreement_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "",
                                    "memorandum",
                                    "letter_of_intent",
                                    "framework",
                                    "cooperation",
                                    "specific",
                                    "cotutelle_framework",
                                    "cotutelle",
                                    "exchange_of_letters",
                                    "amendment",
                                ],
                            )
                        ),
                        name="an_agreement_is_of_a_known_kind",
                        violation_error_message="There is no such kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_on", None),
                            ("ends_on", None),
                            ("ends_on__gt", models.F("in_force_on")),
                            _connector="OR",
                        ),
                        name="an_agreement_ends_after_it_comes_into_force",
                        violation_error_message="The agreement ends before it comes into force.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="an_agreement_is_not_under_itself",
                        violation_error_message="An agreement cannot stand under itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renewals", to="agreements.agreement"
                    ),
                ),
                ("was_until", models.DateField(null=True)),
                ("until", models.DateField(verbose_name="new end")),
                ("renewed_on", models.DateField(verbose_name="renewed on")),
                ("why", models.TextField(verbose_name="how it was renewed")),
                ("by_name", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "renewal",
                "ordering": ["pk"],
            },
        ),
    ]
