"""What every part of a pack is made of (规则包的基本形式): a frozen form without unknown keys, names, lengths."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ArticleKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Scalar = bool | int | str | date


class Form(BaseModel):
    """Base of every part of a pack: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Length(Form):
    """A period (期限): a number of working days, days, months or years."""

    n: int = Field(ge=0)
    unit: Annotated[str, Field(pattern="^(working_day|day|month|year)$")]
