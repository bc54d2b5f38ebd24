import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import comity.translation.texts

MOVED = Q(due_on__isnull=False, trigger="") | Q(due_on=None) & ~Q(trigger="")
OCCASIONS = [("next_session", "before the next session"), ("words", "on another occasion, in words")]


def fields_of(model):
    """An occasion on which something is due, as a commitment has it."""
    text = comity.translation.texts
    words = text.TextField(blank=True, default=text.Text, verbose_name="due when, in words")
    occasion = models.CharField(blank=True, choices=OCCASIONS, max_length=20, verbose_name="or due")
    return [
        migrations.AddField(model, "trigger", occasion),
        migrations.AddField(model, "trigger_words", words),
    ]


class Migration(migrations.Migration):
    """A wish to cancel becomes one kind of wish, and keeps its table, by whose name the journal knows it."""

    dependencies = [
        ("commitments", "0010_what_took_up_earlier_ones"),
        ("partners", "0009_what_happened_to_rows"),
    ]

    operations = [
        migrations.RemoveConstraint("wishtocancel", "one_wish_to_cancel_a_promise_waits"),
        migrations.RemoveConstraint("wishtocancel", "a_wish_to_cancel_has_a_known_stage"),
        migrations.AlterModelTable("wishtocancel", "commitments_wishtocancel"),
        migrations.RenameModel("WishToCancel", "Wish"),
        migrations.AlterModelOptions("wish", {"ordering": ["pk"], "verbose_name": "wish of one side"}),
        migrations.AlterField(
            "wish",
            "commitment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="commitments.commitment"
            ),
        ),
        migrations.AddField(
            "wish",
            "kind",
            models.CharField(
                choices=[("cancel", "to cancel it"), ("time", "for more time")],
                default="cancel",
                max_length=10,
                verbose_name="what is asked for",
            ),
            preserve_default=False,
        ),
        migrations.AddField("wish", "due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
        *fields_of("wish"),
        migrations.AlterField("extension", "due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
        *fields_of("extension"),
        migrations.AddField(
            "extension",
            "side",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            "extension",
            "wish",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.wish",
            ),
        ),
        migrations.AddConstraint(
            "extension",
            models.CheckConstraint(
                condition=MOVED,
                name="an_extension_says_until_when",
                violation_error_message="Give a day or an occasion, not both.",
            ),
        ),
        migrations.AddConstraint(
            "wish",
            models.UniqueConstraint(
                fields=("commitment", "kind"),
                condition=Q(stage="waiting"),
                name="one_wish_of_each_kind_waits",
                violation_error_message="One side asks for this already.",
            ),
        ),
        migrations.AddConstraint(
            "wish",
            models.CheckConstraint(
                condition=Q(stage__in=["waiting", "agreed", "declined", "withdrawn"]),
                name="a_wish_has_a_known_stage",
                violation_error_message="There is no such stage.",
            ),
        ),
        migrations.AddConstraint(
            "wish",
            models.CheckConstraint(
                condition=Q(kind="cancel", due_on=None, trigger="") | Q(MOVED, kind="time"),
                name="only_a_wish_for_time_says_until_when",
                violation_error_message="Whoever asks for more time says until which day or occasion.",
            ),
        ),
        migrations.AlterConstraint(
            "wish",
            "a_declined_wish_says_why",
            models.CheckConstraint(
                condition=Q(Q(("stage", "declined"), _negated=True), Q(("answer", ""), _negated=True), _connector="OR"),
                name="a_declined_wish_says_why",
                violation_error_message="Say why; the other side reads it.",
            ),
        ),
    ]
