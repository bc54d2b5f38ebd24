"""PostgreSQL shares out no search of the catalogue among several processes: to start one takes longer than to read."""

from django.db import migrations


def run(how):
    def _run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER FUNCTION search_keys(text, bigint) PARALLEL {how}")

    return _run


class Migration(migrations.Migration):
    dependencies = [("search", "0003_newest_cards_first")]

    operations = [migrations.RunPython(run("RESTRICTED"), run("SAFE"))]
