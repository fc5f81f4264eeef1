"""The database keeps what happened to certificates itself: events are neither changed nor taken away (证书变动留痕).

Nor is a certificate ever taken away, and its number stays what it was when it was issued.
"""

from django.db import migrations

EVENT, CERTIFICATE = "certificates_certificateevent", "certificates_certificate"
SQLITE = [
    *(
        f"""
        CREATE TRIGGER certificate_event_no_{what} BEFORE {what.upper()} ON {EVENT}
        BEGIN SELECT RAISE(ABORT, 'certificate_event_no_{what}'); END
        """
        for what in ("update", "delete")
    ),
    f"""
    CREATE TRIGGER certificate_no_delete BEFORE DELETE ON {CERTIFICATE}
    BEGIN SELECT RAISE(ABORT, 'certificate_no_delete'); END
    """,
    f"""
    CREATE TRIGGER certificate_number_stays BEFORE UPDATE OF number ON {CERTIFICATE}
    WHEN NEW.number <> OLD.number
    BEGIN SELECT RAISE(ABORT, 'certificate_number_stays'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION certificates_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    *(
        f"""
        CREATE TRIGGER certificate_event_no_{what} BEFORE {what.upper()} ON {EVENT}
        FOR EACH ROW EXECUTE FUNCTION certificates_refuse()
        """
        for what in ("update", "delete")
    ),
    f"""
    CREATE TRIGGER certificate_no_delete BEFORE DELETE ON {CERTIFICATE}
    FOR EACH ROW EXECUTE FUNCTION certificates_refuse()
    """,
    f"""
    CREATE TRIGGER certificate_number_stays BEFORE UPDATE OF number ON {CERTIFICATE}
    FOR EACH ROW WHEN (NEW.number IS DISTINCT FROM OLD.number) EXECUTE FUNCTION certificates_refuse()
    """,
    *(
        f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION certificates_refuse()
        """
        for table in (EVENT, CERTIFICATE)
    ),
]

TRIGGERS = (
    ("certificate_event_no_update", EVENT),
    ("certificate_event_no_delete", EVENT),
    ("certificate_no_delete", CERTIFICATE),
    ("certificate_number_stays", CERTIFICATE),
    (f"{EVENT}_no_truncate", EVENT),
    (f"{CERTIFICATE}_no_truncate", CERTIFICATE),
)


def put_up(connection):
    """Makes the triggers."""
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def take_down(connection):
    """Takes the triggers away."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for trigger, table in TRIGGERS:
            on = f" ON {table}" if postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")
        if postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS certificates_refuse()")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: put_up(schema_editor.connection),
            lambda apps, schema_editor: take_down(schema_editor.connection),
        )
    ]
