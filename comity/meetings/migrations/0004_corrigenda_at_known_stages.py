from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_declined_corrigenda'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='corrigendum',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['proposed', 'adopted', 'declined', 'withdrawn'])), name='a_correction_has_a_known_stage'),
        ),
        migrations.AddConstraint(
            model_name='corrigendum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', False), ('stage', 'adopted')), models.Q(models.Q(('stage', 'adopted'), _negated=True), ('adopted_at', None)), _connector='OR'), name='an_adopted_correction_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='corrigendum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_declined_correction_says_why'),
        ),
    ]
