"""The database keeps the traces of scores itself: what somebody put in is neither changed nor taken away (成绩留痕)."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER score_entry_no_update BEFORE UPDATE ON evaluations_scoreentry
    BEGIN SELECT RAISE(ABORT, 'score_entry_no_update'); END
    """,
    """
    CREATE TRIGGER score_entry_no_delete BEFORE DELETE ON evaluations_scoreentry
    BEGIN SELECT RAISE(ABORT, 'score_entry_no_delete'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION evaluations_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER score_entry_no_update BEFORE UPDATE ON evaluations_scoreentry
    FOR EACH ROW EXECUTE FUNCTION evaluations_refuse()
    """,
    """
    CREATE TRIGGER score_entry_no_delete BEFORE DELETE ON evaluations_scoreentry
    FOR EACH ROW EXECUTE FUNCTION evaluations_refuse()
    """,
    """
    CREATE TRIGGER score_entry_no_truncate BEFORE TRUNCATE ON evaluations_scoreentry
    FOR EACH STATEMENT EXECUTE FUNCTION evaluations_refuse()
    """,
]

TRIGGERS = ("score_entry_no_update", "score_entry_no_delete", "score_entry_no_truncate")


def put_up(connection):
    """Makes the triggers."""
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def take_down(connection):
    """Takes the triggers away."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            on = " ON evaluations_scoreentry" if postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")
        if postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS evaluations_refuse()")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: put_up(schema_editor.connection),
            lambda apps, schema_editor: take_down(schema_editor.connection),
        )
    ]
