import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0008_words_of_constraints'),
        ('journal', '0005_personal_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='taken_up_in',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.strand'),
        ),
    ]
