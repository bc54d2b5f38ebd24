from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0006_wishes_that_end'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='wishtocancel',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'waiting')), fields=('commitment',), name='one_wish_to_cancel_a_promise_waits'),
        ),
        migrations.AddConstraint(
            model_name='wishtocancel',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['waiting', 'agreed', 'declined', 'withdrawn'])), name='a_wish_to_cancel_has_a_known_stage'),
        ),
        migrations.AddConstraint(
            model_name='wishtocancel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_for', None), ('stage', 'waiting')), models.Q(models.Q(('stage', 'waiting'), _negated=True), ('ended_at__isnull', False), ('ended_for__isnull', False)), _connector='OR'), name='a_wish_that_is_over_says_for_whom_and_since_when'),
        ),
        migrations.AddConstraint(
            model_name='wishtocancel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_declined_wish_says_why'),
        ),
    ]
