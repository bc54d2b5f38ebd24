from django.db import migrations

from comity.partners.areas import enter_areas


def enter(apps, schema_editor):
    enter_areas(apps.get_model("partners", "Area"))


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_organisations_and_people")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
