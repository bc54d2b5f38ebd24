import comity.opinion.models.answers
import comity.translation.texts
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("opinion", "0001_initial"),
        ("opinion", "0002_apart_tasks_themes_replies"),
        ("opinion", "0003_language_country_views"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_accounts_links_and_sign_ins"),
        ("partners", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(verbose_name="key")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                (
                    "guarded_until",
                    models.DateTimeField(editable=False, null=True, verbose_name="asks for a computation until"),
                ),
                (
                    "topics",
                    models.ManyToManyField(blank=True, related_name="+", to="partners.area", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "page about which visitors were asked",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language"), name="a_page_is_noted_once_in_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="Salt",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("secret", models.BinaryField(default=comity.opinion.models.answers.new_secret)),
            ],
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opinion.askedpage",
                        verbose_name="page",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "suspicion",
                    models.CharField(
                        choices=[
                            ("trap", "a field was filled in that nobody sees"),
                            ("burst", "many came at once, and said something else than usual"),
                            ("unproved", "they came in a rush, without the small computation"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("apart", "set apart"), ("restored", "restored")],
                        default="apart",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "answers set apart",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "day", "suspicion"), name="answers_are_set_apart_day_by_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["apart", "restored"])),
                        name="what_was_set_apart_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="opinion.askedpage",
                        verbose_name="page",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("given_at", models.DateTimeField(verbose_name="hour")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Extremely dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither satisfied nor dissatisfied"),
                            (4, "Satisfied"),
                            (5, "Extremely satisfied"),
                        ],
                        verbose_name="satisfaction",
                    ),
                ),
                ("asked_as", models.PositiveSmallIntegerField(default=1, verbose_name="version of the question")),
                ("version", models.CharField(blank=True, max_length=40, verbose_name="version of the page")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("original", "written in this language"),
                            ("human", "written or translated by a person"),
                            ("reviewed", "translated by a machine, reviewed by a person"),
                            ("mixed", "translated in part by a machine"),
                            ("machine", "translated by a machine"),
                            ("on_demand", "translated by a machine when it was asked for"),
                        ],
                        max_length=20,
                        verbose_name="how the text came about",
                    ),
                ),
                ("engine", models.CharField(blank=True, max_length=80, verbose_name="engine")),
                (
                    "device",
                    models.CharField(
                        choices=[
                            ("phone", "telephone"),
                            ("tablet", "tablet"),
                            ("computer", "computer"),
                            ("other", "another device"),
                        ],
                        max_length=20,
                        verbose_name="device",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=10,
                        verbose_name="found what they came for",
                    ),
                ),
                (
                    "understood",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=10,
                        verbose_name="understood the translation",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1200, verbose_name="in their words")),
                (
                    "said_in",
                    models.CharField(blank=True, editable=False, max_length=12, verbose_name="language of the comment"),
                ),
                (
                    "apart",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="opinion.apart",
                        verbose_name="set apart",
                    ),
                ),
                ("counts", models.BooleanField(default=True, editable=False, verbose_name="counts")),
                (
                    "is_proved",
                    models.BooleanField(default=False, editable=False, verbose_name="with the small computation"),
                ),
                ("visitor", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_sample", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "answer of a visitor",
                "verbose_name_plural": "answers of visitors",
                "indexes": [
                    models.Index(fields=["day"], name="opinion_ans_day_f090f8_idx"),
                    models.Index(fields=["page", "given_at"], name="opinion_ans_page_id_688d48_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4, 5])), name="an_answer_is_one_of_five_levels"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["original", "human", "reviewed", "mixed", "machine", "on_demand"])
                        ),
                        name="an_answer_tells_how_its_text_came_about",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("visitor", ""), _negated=True),
                        fields=("visitor",),
                        name="a_visitor_answers_a_page_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opinion.answer",
                        verbose_name="answer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("withdrawn", "withdrawn")],
                        default="open",
                        editable=False,
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("done", models.TextField(blank=True, max_length=2000, verbose_name="what was done")),
                ("closed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "indexes": [models.Index(fields=["stage", "due_on"], name="opinion_tas_stage_7b325f_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["open", "closed", "withdrawn"])),
                        name="a_task_has_a_known_stage",
                        violation_error_message="There is no such stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "closed"), _negated=True),
                            models.Q(("done", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_closed_task_says_what_was_done",
                        violation_error_message="Say what was done.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    comity.translation.texts.TextField(
                        default=comity.translation.texts.Text,
                        help_text="In your own words; nobody who said it is named.",
                        verbose_name="you said",
                    ),
                ),
                (
                    "did",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="we did"),
                ),
                ("on", models.DateField(verbose_name="done on")),
                ("is_published", models.BooleanField(default=True, verbose_name="published")),
                ("is_sample", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "reply to visitors",
                "verbose_name_plural": "replies to visitors",
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    comity.translation.texts.TextField(default=comity.translation.texts.Text, verbose_name="theme"),
                ),
                (
                    "words",
                    comity.translation.texts.TextField(
                        default=comity.translation.texts.Text,
                        help_text="Parted by commas; the beginning of a word is enough.",
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
            },
        ),
        migrations.CreateModel(
            name="PageViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("original", "written in this language"),
                            ("human", "written or translated by a person"),
                            ("reviewed", "translated by a machine, reviewed by a person"),
                            ("mixed", "translated in part by a machine"),
                            ("machine", "translated by a machine"),
                            ("on_demand", "translated by a machine when it was asked for"),
                        ],
                        max_length=20,
                        verbose_name="how the text came about",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=0, verbose_name="views")),
            ],
            options={
                "verbose_name": "views of pages",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "kind", "language", "state"), name="views_of_a_day_are_counted_in_one_place"
                    )
                ],
            },
        ),
    ]
