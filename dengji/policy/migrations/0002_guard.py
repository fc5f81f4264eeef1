"""The database keeps editions as they were loaded: what one says is never changed."""

from django.db import migrations

FIXED = (
    "pack_id, sha256, number, title, issuer, stage, regimes, jurisdiction, effective_from, effective_until, "
    "content, source"
)

SQLITE = [
    f"""
    CREATE TRIGGER policy_edition_no_change BEFORE UPDATE OF {FIXED} ON policy_edition
    BEGIN SELECT RAISE(ABORT, 'policy_edition_no_change'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION policy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE TRIGGER policy_edition_no_change BEFORE UPDATE OF {FIXED} ON policy_edition
    FOR EACH ROW EXECUTE FUNCTION policy_refuse()
    """,
]


def put_up(apps, schema_editor):
    """Makes the triggers."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def take_down(apps, schema_editor):
    """Takes the triggers away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER IF EXISTS policy_edition_no_change{' ON policy_edition' if postgresql else ''}"
        )
        if postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS policy_refuse()")


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
