"""On PostgreSQL the index of keys also tells how new a card is: which two thousand cards it was entered with.

Of a frequent word the newest cards are found among the newest, without reading all the others.
"""

from django.db import migrations

POSTGRESQL = [
    "CREATE FUNCTION search_keys(keys text, id bigint) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE"
    " COST 100000 AS $$ BEGIN RETURN string_to_array(keys, ' ') || ('~b' || id / 2048)::text; END $$",
    "CREATE INDEX search_keys_by_age ON search_card USING gin (search_keys(keys, id)) WITH (fastupdate = off)",
    "DROP INDEX search_keys_of_cards",
    "DROP FUNCTION search_keys(text)",
]
POSTGRESQL_BACK = [
    "CREATE FUNCTION search_keys(keys text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000"
    " AS $$ BEGIN RETURN string_to_array(keys, ' '); END $$",
    "CREATE INDEX search_keys_of_cards ON search_card USING gin (search_keys(keys)) WITH (fastupdate = off)",
    "DROP INDEX search_keys_by_age",
    "DROP FUNCTION search_keys(text, bigint)",
]


def run(statements):
    def _run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return _run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_keys_that_are_found")]

    operations = [migrations.RunPython(run(POSTGRESQL), run(POSTGRESQL_BACK))]
