"""The checks of a sheet of older certificates as one polars pass (问题清单), as a limit for ours."""

from datetime import date
from pathlib import Path

import polars as pl

from bench._sheet import LABELS
from dengji.certificates.importing.columns import (
    CODE,
    ISSUED,
    LEVEL,
    NUMBER,
    SKILL,
    THEORY,
)
from dengji.evaluations.candidates.persons import BORN, NAME, SEX
from dengji.evaluations.candidates.persons import NUMBER as IDENTITY
from dengji.institutions.codes import IDENTITY_WEIGHTS


def faults_listed(sheet: Path) -> int:
    """How many faults there are; the list itself is made too."""
    rows = pl.read_csv(sheet, infer_schema=False).with_row_index("row", 2)
    checks = _checks()
    faulty = rows.lazy().with_columns(**checks).filter(pl.any_horizontal(list(checks)))
    found = faulty.select("row", *checks).collect()
    return found.unpivot(index="row").filter(pl.col("value")).sort("row").height


def _checks() -> dict[str, pl.Expr]:
    number, identity, issued = pl.col(NUMBER), pl.col(IDENTITY), pl.col(ISSUED)
    digits = [identity.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(17)]
    total = sum((digit * weight for digit, weight in zip(digits, IDENTITY_WEIGHTS, strict=True)), pl.lit(0))
    last = pl.lit("10X98765432").str.slice(total % 11, 1)
    born = identity.str.slice(6, 8)
    level = number.str.slice(15, 1).replace_strict(
        {str(key): word for key, word in LABELS.items()}, default=""
    )
    man = identity.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1
    return {
        "number": ~number.str.contains(r"^[YS]\d{14}[1-5]\d{6}$"),
        "twice": number.is_duplicated(),
        "level": level != pl.col(LEVEL),
        "year": number.str.slice(13, 2) != issued.str.slice(2, 2),
        "issued": issued.str.to_date(strict=False).is_null() | (issued > date.today().isoformat()),  # noqa: DTZ011
        "identity": ~identity.str.contains(r"^\d{17}[0-9X]$") | (identity.str.slice(17, 1) != last),
        "birth": born.str.to_date("%Y%m%d", strict=False).is_null()
        | (born != pl.col(BORN).str.replace_all("-", "")),
        "sex": pl.when(man).then(pl.lit("男")).otherwise(pl.lit("女")) != pl.col(SEX),
        "name": ~pl.col(NAME).str.contains(r"^[\p{Han}·]{1,60}$"),
        "code": ~pl.col(CODE).str.contains(r"^\d-\d{2}-\d{2}-\d{2}$"),
        "theory": ~pl.col(THEORY).cast(pl.Float64, strict=False).is_between(0, 100),
        "skill": ~pl.col(SKILL).cast(pl.Float64, strict=False).is_between(0, 100),
    }
