"""An index of the words of what was said, so that finding a few of a million does not read them all.

PostgreSQL indexes the column itself. SQLite keeps its index in a table of its own, which triggers hold up to date.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE commitments_words USING fts5("
    "sought, content='commitments_commitment', content_rowid='id', prefix='2 3')",
    "CREATE TRIGGER commitments_words_come AFTER INSERT ON commitments_commitment BEGIN"
    " INSERT INTO commitments_words(rowid, sought) VALUES (new.id, new.sought); END",
    "CREATE TRIGGER commitments_words_go AFTER DELETE ON commitments_commitment BEGIN"
    " INSERT INTO commitments_words(commitments_words, rowid, sought) VALUES ('delete', old.id, old.sought); END",
    "CREATE TRIGGER commitments_words_change AFTER UPDATE OF sought ON commitments_commitment BEGIN"
    " INSERT INTO commitments_words(commitments_words, rowid, sought) VALUES ('delete', old.id, old.sought);"
    " INSERT INTO commitments_words(rowid, sought) VALUES (new.id, new.sought); END",
    "INSERT INTO commitments_words(commitments_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER commitments_words_come",
    "DROP TRIGGER commitments_words_go",
    "DROP TRIGGER commitments_words_change",
    "DROP TABLE commitments_words",
]
POSTGRESQL = ["CREATE INDEX commitments_words ON commitments_commitment USING gin (to_tsvector('simple', sought))"]
POSTGRESQL_BACK = ["DROP INDEX commitments_words"]


def run(sqlite, postgresql):
    def _run(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return _run


class Migration(migrations.Migration):
    replaces = [("commitments", "0004_words_of_what_was_said")]
    dependencies = [("commitments", "0001_promises_and_what_became_of_them")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
