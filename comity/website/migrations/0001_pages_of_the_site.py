import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("website", "0001_initial"),
        ("website", "0002_drafted_from_a_session"),
        ("website", "0003_former_addresses"),
        ("website", "0004_second_look"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("meetings", "0001_sessions_and_minutes"),
        ("partners", "0001_organisations_and_people"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LanguageHome",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "root of a language",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsIndex",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of news",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("date", models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name="date")),
                ("introduction", models.TextField(max_length=600, verbose_name="introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("facts", 1),
                            ("quote", 6),
                            ("picture", 11),
                            ("gallery", 15),
                            ("video", 20),
                            ("elsewhere", 22),
                            ("document", 25),
                            ("table", 32),
                            ("record", 33),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"],
                                    "label": "Text",
                                    "template": "website/blocks/text.html",
                                },
                            ),
                            1: ("comity.website.blocks.FactsBlock", (), {"label": "Sentences from records"}),
                            2: ("wagtail.blocks.TextBlock", (), {"label": "Words"}),
                            3: (
                                "comity.website.blocks.PersonBlock",
                                (),
                                {
                                    "help_text": "The name and the official title held on the day of the article are taken from there.",
                                    "label": "Speaker in the registry",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Speaker", "max_length": 200, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Official title", "max_length": 300, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("words", 2), ("person", 3), ("speaker", 4), ("office", 5)]],
                                {"label": "Quote"},
                            ),
                            7: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture shows, for those who do not see it.",
                                    "label": "Alternative text",
                                    "max_length": 300,
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "Credit", "max_length": 200}),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("picture", 7), ("alternative", 8), ("caption", 9), ("credit", 10)]],
                                {"label": "Picture"},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "What the pictures show together", "max_length": 200},
                            ),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("picture", 7), ("alternative", 8), ("caption", 9), ("credit", 10)]],
                                {},
                            ),
                            14: ("wagtail.blocks.ListBlock", (13,), {"label": "Pictures", "max_num": 24, "min_num": 2}),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 12), ("pictures", 14)]],
                                {"label": "Gallery"},
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Title of the video", "max_length": 200}),
                            17: (
                                "comity.website.blocks.DocumentChooser",
                                (),
                                {"help_text": "A file in MP4 or WebM.", "label": "Video"},
                            ),
                            18: (
                                "comity.website.blocks.DocumentChooser",
                                (),
                                {
                                    "help_text": "A file in WebVTT, in the language of this article.",
                                    "label": "Captions",
                                },
                            ),
                            19: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture before it begins"}),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 16), ("film", 17), ("captions", 18), ("poster", 19), ("credit", 10)]],
                                {"label": "Video"},
                            ),
                            21: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address", "validators": [django.core.validators.URLValidator(["https"])]},
                            ),
                            22: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 16), ("address", 21), ("picture", 7), ("credit", 10)]],
                                {"label": "Video on another site"},
                            ),
                            23: ("comity.website.blocks.DocumentChooser", (), {"label": "Document"}),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 200}),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 23), ("name", 24)]],
                                {"label": "Document"},
                            ),
                            26: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 300}),
                            27: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            28: ("wagtail.blocks.ListBlock", (27,), {"label": "Heads of the columns", "min_num": 1}),
                            29: ("wagtail.blocks.CharBlock", (), {"max_length": 500, "required": False}),
                            30: ("wagtail.blocks.ListBlock", (29,), {}),
                            31: ("wagtail.blocks.ListBlock", (30,), {"label": "Rows"}),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 26), ("columns", 28), ("rows", 31)]],
                                {"label": "Table"},
                            ),
                            33: (
                                "comity.website.blocks.RecordBlock",
                                (),
                                {
                                    "help_text": "The address of a session, a partner, a commitment, an agreement or an event that is public.",
                                    "label": "Record",
                                },
                            ),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.session",
                        verbose_name="session that it is about",
                    ),
                ),
                (
                    "drafted_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.session",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False)),
                (
                    "areas",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="partners.area", verbose_name="topics"
                    ),
                ),
                (
                    "concerned",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="partners.organisation", verbose_name="partners"
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "second look",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("slug", models.SlugField(allow_unicode=True, max_length=255)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="website.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "constraints": [
                    models.UniqueConstraint(fields=("language", "slug"), name="a_former_address_leads_to_one_article")
                ],
            },
        ),
    ]
