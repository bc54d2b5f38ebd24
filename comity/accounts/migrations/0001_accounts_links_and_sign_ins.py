import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_personal_keys"),
        ("accounts", "0003_where_one_is_signed_in"),
        ("accounts", "0004_words_of_constraints"),
        ("accounts", "0005_groups_of_the_roles"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head of office"),
                            ("officer", "Officer"),
                            ("reader", "Reader"),
                            ("counterpart", "Counterpart"),
                            ("machine", "Comity itself"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                ("zone", models.CharField(blank=True, max_length=60, verbose_name="time zone")),
                ("is_active", models.BooleanField(default=True, verbose_name="can sign in")),
                ("joined_at", models.DateTimeField(editable=False, null=True)),
                ("is_sample", models.BooleanField(default=False, editable=False)),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="data erased")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["head", "officer", "reader", "counterpart", "machine"])),
                        name="an_account_has_a_known_role",
                        violation_error_message="There is no such role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_superuser", False)),
                        name="nobody_is_above_the_roles",
                        violation_error_message="Nobody may do more than their role says.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(null=True, verbose_name="signed in")),
                ("used_at", models.DateTimeField(null=True, verbose_name="last used")),
                ("browser", models.CharField(blank=True, max_length=20, verbose_name="browser")),
                ("system", models.CharField(blank=True, max_length=20, verbose_name="system")),
            ],
            options={
                "verbose_name": "being signed in",
            },
        ),
        migrations.CreateModel(
            name="SignedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("purpose", models.CharField(max_length=40)),
                ("opens", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "signed link",
                "indexes": [models.Index(fields=["purpose", "opens"], name="accounts_si_purpose_7c5d46_idx")],
            },
        ),
    ]
