"""The database keeps archives itself: nothing is taken out, no term grows shorter, nothing held is destroyed."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER archive_item_no_delete BEFORE DELETE ON records_archiveitem
    BEGIN SELECT RAISE(ABORT, 'archive_item_no_delete'); END
    """,
    """
    CREATE TRIGGER archive_item_not_shorter BEFORE UPDATE OF kept_until ON records_archiveitem
    WHEN NEW.kept_until < OLD.kept_until
    BEGIN SELECT RAISE(ABORT, 'archive_item_not_shorter'); END
    """,
    """
    CREATE TRIGGER archive_item_not_while_held BEFORE UPDATE OF disposed_on ON records_archiveitem
    WHEN NEW.disposed_on IS NOT NULL
        AND EXISTS (SELECT 1 FROM records_hold WHERE archive_id = NEW.archive_id AND lifted_at IS NULL)
    BEGIN SELECT RAISE(ABORT, 'archive_item_not_while_held'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE FUNCTION records_held() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM records_hold WHERE archive_id = NEW.archive_id AND lifted_at IS NULL) THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER archive_item_no_delete BEFORE DELETE ON records_archiveitem
    FOR EACH ROW EXECUTE FUNCTION records_refuse()
    """,
    """
    CREATE TRIGGER archive_item_not_shorter BEFORE UPDATE OF kept_until ON records_archiveitem
    FOR EACH ROW WHEN (NEW.kept_until < OLD.kept_until) EXECUTE FUNCTION records_refuse()
    """,
    """
    CREATE TRIGGER archive_item_not_while_held BEFORE UPDATE OF disposed_on ON records_archiveitem
    FOR EACH ROW WHEN (NEW.disposed_on IS NOT NULL) EXECUTE FUNCTION records_held()
    """,
]

TRIGGERS = ("archive_item_no_delete", "archive_item_not_shorter", "archive_item_not_while_held")


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
            cursor.execute(
                f"DROP TRIGGER IF EXISTS {trigger}{' ON records_archiveitem' if postgresql else ''}"
            )
        for function in ("records_refuse", "records_held") if postgresql else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}()")


class Migration(migrations.Migration):
    dependencies = [("records", "0002_archives")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: put_up(schema_editor.connection),
            lambda apps, schema_editor: take_down(schema_editor.connection),
        )
    ]
