"""An index of the keys of all cards.

SQLite keeps it in a table of its own, which triggers hold up to date; it knows which card has a key, and no more.
PostgreSQL indexes a function of the column: one that is said to be dear, so that the index is asked and not every card,
and long keys lie apart from the cards, so that few pages hold all of them.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_keys USING fts5(keys, content='search_card', content_rowid='id', detail=none,"
    " columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '~^='\")",
    "CREATE TRIGGER search_keys_come AFTER INSERT ON search_card BEGIN"
    " INSERT INTO search_keys(rowid, keys) VALUES (new.id, new.keys); END",
    "CREATE TRIGGER search_keys_go AFTER DELETE ON search_card BEGIN"
    " INSERT INTO search_keys(search_keys, rowid, keys) VALUES ('delete', old.id, old.keys); END",
    "CREATE TRIGGER search_keys_change AFTER UPDATE OF keys ON search_card BEGIN"
    " INSERT INTO search_keys(search_keys, rowid, keys) VALUES ('delete', old.id, old.keys);"
    " INSERT INTO search_keys(rowid, keys) VALUES (new.id, new.keys); END",
]
SQLITE_BACK = [
    "DROP TRIGGER search_keys_come",
    "DROP TRIGGER search_keys_go",
    "DROP TRIGGER search_keys_change",
    "DROP TABLE search_keys",
]
POSTGRESQL = [
    "CREATE FUNCTION search_keys(keys text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000"
    " AS $$ BEGIN RETURN string_to_array(keys, ' '); END $$",
    "ALTER TABLE search_card ALTER COLUMN keys SET STORAGE EXTERNAL",
    "ALTER TABLE search_card SET (toast_tuple_target = 128)",
    "CREATE INDEX search_keys_of_cards ON search_card USING gin (search_keys(keys)) WITH (fastupdate = off)",
]
POSTGRESQL_BACK = ["DROP INDEX search_keys_of_cards", "DROP FUNCTION search_keys(text)"]


def run(sqlite, postgresql):
    def _run(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return _run


class Migration(migrations.Migration):
    dependencies = [("search", "0001_cards_and_words")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
