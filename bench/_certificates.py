"""Certificates by the million for measurements: made by the database itself, their indexes built afterwards."""

from django.db import connection

from dengji.certificates.models import Certificate
from dengji.evaluations.candidates.persons import name_digest

NAMES = [
    f"{family}{given}" for family in "王李张刘陈杨赵黄周吴" for given in ("小明", "芳", "建国", "秀英", "伟")
]
LIKE = (
    *(
        "regime",
        "state",
        "filing_number",
        "body",
        "issuer",
        "place",
        "code",
        "occupation",
        "work_type",
        "level",
    ),
    *("issued_on", "masked", "sex", "key", "version", "signature", "commitment"),
)
POSTGRES = """INSERT INTO certificates_certificate (number, sealed, identity, named, {names})
 SELECT 'Y000012' || lpad((n / 1000000 + 1)::text, 6, '0') || '264' || lpad((n %% 1000000)::text, 6, '0'),
 sha256(n::text::bytea) || sha256((n + 1)::text::bytea) || sha256((n + 2)::text::bytea), sha256(n::text::bytea),
 (%s::bytea[])[1 + n %% {many}], {values} FROM generate_series(%s, %s) AS n"""
SQLITE = """WITH RECURSIVE s(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM s WHERE n < %s)
 INSERT INTO certificates_certificate (number, sealed, identity, named, {names})
 SELECT 'Y000012' || printf('%%06d', n / 1000000 + 1) || '264' || printf('%%06d', n %% 1000000),
 randomblob(96), randomblob(32), (SELECT digest FROM bench_names WHERE place = n %% {many}), {values} FROM s"""


def number_of(serial: int) -> str:
    """The number of the certificate with that serial."""
    return f"Y000012{serial // 1_000_000 + 1:06d}264{serial % 1_000_000:06d}"


def name_of(serial: int) -> str:
    """The name on it."""
    return NAMES[serial % len(NAMES)]


def given_certificates(first: int, last: int) -> None:
    """Certificates with these serials, both included; the indexes beside the number's are made anew."""
    digests = [bytes.fromhex(name_digest(name)) for name in NAMES]
    told = {"names": ", ".join(LIKE), "values": ", ".join(["%s"] * len(LIKE)), "many": len(NAMES)}
    with connection.schema_editor() as tables:
        for index in Certificate._meta.indexes:
            tables.remove_index(Certificate, index)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TEMP TABLE IF NOT EXISTS bench_names (place INTEGER PRIMARY KEY, digest BLOB)"
            )
            cursor.executemany("INSERT OR REPLACE INTO bench_names VALUES (%s, %s)", list(enumerate(digests)))
            cursor.execute(SQLITE.format(**told), [first, last, *_alike()])
        else:
            cursor.execute(POSTGRES.format(**told), [digests, *_alike(), first, last])
    with connection.schema_editor() as tables:
        for index in Certificate._meta.indexes:
            tables.add_index(Certificate, index)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE) certificates_certificate"
        )


def _alike() -> list[str | int | bytes]:
    """What stands in every row."""
    body = "第一职业技能培训学校有限公司"
    return [
        *("skill_level", "valid", "Y000012000001", body, body, "120116", "6-31-01-03", "电工", "", "4"),
        *("2026-11-20", "1201********1234", "male", "dengji-credential-2026", 1, b"s" * 64, b"c" * 32),
    ]
