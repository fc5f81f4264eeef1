"""The database keeps the trail itself: no entry is changed, taken away or put anywhere but at the end."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry_no_update'); END
    """,
    """
    CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry_no_delete'); END
    """,
    """
    CREATE TRIGGER audit_entry_at_the_end AFTER INSERT ON audit_entry
    BEGIN
        UPDATE audit_head SET position = NEW.position, hash = NEW.hash
            WHERE position = NEW.position - 1 AND hash = NEW.previous_hash;
        SELECT RAISE(ABORT, 'audit_entry_at_the_end')
            WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE position = NEW.position AND hash = NEW.hash);
    END
    """,
    """
    CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
    WHEN NEW.position <> OLD.position + 1
        OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE position = NEW.position AND hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'audit_head_only_forward'); END
    """,
    """
    CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'audit_head_no_delete'); END
    """,
    """
    CREATE TRIGGER audit_head_only_once BEFORE INSERT ON audit_head
    WHEN EXISTS (SELECT 1 FROM audit_head)
    BEGIN SELECT RAISE(ABORT, 'audit_head_only_once'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE FUNCTION audit_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE audit_head SET position = NEW.position, hash = NEW.hash
            WHERE position = NEW.position - 1 AND hash = NEW.previous_hash;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION audit_step_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.position <> OLD.position + 1
            OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE position = NEW.position AND hash = NEW.hash)
        THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_at_the_end AFTER INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_follow()
    """,
    """
    CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_step_forward()
    """,
    """
    CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
]

TRIGGERS = {
    "audit_entry": (
        "audit_entry_no_update",
        "audit_entry_no_delete",
        "audit_entry_no_truncate",
        "audit_entry_at_the_end",
    ),
    "audit_head": (
        "audit_head_only_forward",
        "audit_head_no_delete",
        "audit_head_no_truncate",
        "audit_head_only_once",
    ),
}
FIRST_HEAD = "INSERT INTO audit_head (id, position, hash) SELECT 1, 0, '' WHERE NOT EXISTS (SELECT 1 FROM audit_head)"


def put_up(connection):
    """Makes the triggers, and the head of an empty trail where there is none."""
    with connection.cursor() as cursor:
        for statement in (FIRST_HEAD, *(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)):
            cursor.execute(statement)


def take_down(connection):
    """Takes the triggers away."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, triggers in TRIGGERS.items():
            for trigger in triggers:
                on = f" ON {table}" if postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")
        for function in ("audit_refuse", "audit_follow", "audit_step_forward") if postgresql else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: put_up(schema_editor.connection),
            lambda apps, schema_editor: take_down(schema_editor.connection),
        )
    ]
