"""The database keeps the log itself: entries and heads stay as they are, tiles and the end only grow."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON transparency_entry
    BEGIN SELECT RAISE(ABORT, 'log_entry_no_update'); END
    """,
    """
    CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON transparency_entry
    BEGIN SELECT RAISE(ABORT, 'log_entry_no_delete'); END
    """,
    """
    CREATE TRIGGER log_tile_only_grows BEFORE UPDATE ON transparency_tile
    WHEN NEW.level <> OLD.level OR NEW.number <> OLD.number
        OR length(NEW.hashes) <= length(OLD.hashes) OR length(NEW.hashes) > 8192 OR length(NEW.hashes) % 32 <> 0
        OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
    BEGIN SELECT RAISE(ABORT, 'log_tile_only_grows'); END
    """,
    """
    CREATE TRIGGER log_tile_no_delete BEFORE DELETE ON transparency_tile
    BEGIN SELECT RAISE(ABORT, 'log_tile_no_delete'); END
    """,
    """
    CREATE TRIGGER log_head_no_update BEFORE UPDATE ON transparency_head
    BEGIN SELECT RAISE(ABORT, 'log_head_no_update'); END
    """,
    """
    CREATE TRIGGER log_head_no_delete BEFORE DELETE ON transparency_head
    BEGIN SELECT RAISE(ABORT, 'log_head_no_delete'); END
    """,
    """
    CREATE TRIGGER log_head_only_forward BEFORE INSERT ON transparency_head
    WHEN EXISTS (SELECT 1 FROM transparency_head WHERE size >= NEW.size)
        OR NOT EXISTS (SELECT 1 FROM transparency_end WHERE size >= NEW.size)
    BEGIN SELECT RAISE(ABORT, 'log_head_only_forward'); END
    """,
    """
    CREATE TRIGGER log_end_only_with_entries BEFORE UPDATE ON transparency_end
    WHEN NEW.size <= OLD.size OR NEW.size - OLD.size <>
        (SELECT count(*) FROM transparency_entry WHERE "index" >= OLD.size AND "index" < NEW.size)
    BEGIN SELECT RAISE(ABORT, 'log_end_only_with_entries'); END
    """,
    """
    CREATE TRIGGER log_end_no_delete BEFORE DELETE ON transparency_end
    BEGIN SELECT RAISE(ABORT, 'log_end_no_delete'); END
    """,
    """
    CREATE TRIGGER log_end_only_once BEFORE INSERT ON transparency_end
    WHEN EXISTS (SELECT 1 FROM transparency_end)
    BEGIN SELECT RAISE(ABORT, 'log_end_only_once'); END
    """,
]

FUNCTIONS = ("log_refuse", "log_grow", "log_head_forward", "log_end_forward")
POSTGRESQL = [
    """
    CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE FUNCTION log_grow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.level <> OLD.level OR NEW.number <> OLD.number
            OR length(NEW.hashes) <= length(OLD.hashes) OR length(NEW.hashes) > 8192 OR length(NEW.hashes) % 32 <> 0
            OR substring(NEW.hashes from 1 for length(OLD.hashes)) <> OLD.hashes
        THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION log_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM transparency_head WHERE size >= NEW.size)
            OR NOT EXISTS (SELECT 1 FROM transparency_end WHERE size >= NEW.size)
        THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION log_end_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.size <= OLD.size OR NEW.size - OLD.size <>
            (SELECT count(*) FROM transparency_entry WHERE "index" >= OLD.size AND "index" < NEW.size)
        THEN
            RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER log_{name}_no_{what.lower()} BEFORE {what} ON transparency_{name}
        FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()
        """
        for name, acts in (
            ("entry", ("UPDATE", "DELETE", "TRUNCATE")),
            ("tile", ("DELETE", "TRUNCATE")),
            ("head", ("UPDATE", "DELETE", "TRUNCATE")),
            ("end", ("DELETE", "TRUNCATE")),
        )
        for what in acts
    ),
    """
    CREATE TRIGGER log_tile_only_grows BEFORE UPDATE ON transparency_tile
    FOR EACH ROW EXECUTE FUNCTION log_grow()
    """,
    """
    CREATE TRIGGER log_head_only_forward BEFORE INSERT ON transparency_head
    FOR EACH ROW EXECUTE FUNCTION log_head_forward()
    """,
    """
    CREATE TRIGGER log_end_only_with_entries BEFORE UPDATE ON transparency_end
    FOR EACH ROW EXECUTE FUNCTION log_end_forward()
    """,
]

TRIGGERS = {
    "transparency_entry": ("log_entry_no_update", "log_entry_no_delete", "log_entry_no_truncate"),
    "transparency_tile": ("log_tile_only_grows", "log_tile_no_delete", "log_tile_no_truncate"),
    "transparency_head": (
        "log_head_no_update",
        "log_head_no_delete",
        "log_head_no_truncate",
        "log_head_only_forward",
    ),
    "transparency_end": (
        "log_end_only_with_entries",
        "log_end_no_delete",
        "log_end_no_truncate",
        "log_end_only_once",
    ),
}
FIRST_END = "INSERT INTO transparency_end (id, size) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM transparency_end)"


def put_up(connection):
    """Makes the triggers, and the end of an empty log where there is none."""
    with connection.cursor() as cursor:
        for statement in (FIRST_END, *(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)):
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
        for function in FUNCTIONS if postgresql else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}()")


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: put_up(schema_editor.connection),
            lambda apps, schema_editor: take_down(schema_editor.connection),
        )
    ]
