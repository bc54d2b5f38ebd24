"""The database itself refuses to change or delete a journal entry, whatever program asks."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER journal_entry_refuses_{act.lower()} BEFORE {act} ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION journal_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_entry_refuses_change BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_refuses()""",
    """CREATE TRIGGER journal_entry_refuses_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuses()""",
]
SQLITE_BACK = ["DROP TRIGGER journal_entry_refuses_update", "DROP TRIGGER journal_entry_refuses_delete"]
POSTGRESQL_BACK = [
    "DROP TRIGGER journal_entry_refuses_change ON journal_entry",
    "DROP TRIGGER journal_entry_refuses_truncate ON journal_entry",
    "DROP FUNCTION journal_entry_refuses()",
]


def seal(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unseal(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries_changes_and_tree")]
    operations = [migrations.RunPython(seal, unseal)]
