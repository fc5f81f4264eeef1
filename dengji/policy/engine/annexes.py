"""Annex forms of a text (附表): what stands in them, part by part, and what the system fills in by itself."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from dengji.policy.engine.form import ArticleKey, Form, Name


class Layout(StrEnum):
    """How a form is set (版式): as a table of labels and values, or as an essay under headings."""

    TABLE = "table"
    ESSAY = "essay"


class Entry(StrEnum):
    """What a part of a form holds (填写方式)."""

    LINE = "line"
    TEXT = "text"
    ROWS = "rows"
    REGISTER = "register"


class Line(StrEnum):
    """What a line holds (行的内容): any words, a telephone number, an e-mail address."""

    WORDS = "words"
    PHONE = "phone"
    EMAIL = "email"


class Cell(StrEnum):
    """What a column of rows holds (栏目类型)."""

    WORDS = "words"
    NUMBER = "number"
    YEAR = "year"


class Register(StrEnum):
    """What a form takes over from the registers of the body (带入的登记)."""

    BODY = "body"
    CONTACT = "contact"
    RULES = "rules"
    OCCUPATIONS = "occupations"
    SPECIAL_ITEMS = "special_items"
    VENUES = "venues"
    EQUIPMENT = "equipment"
    VIDEO = "video"
    STAFF = "staff"
    EXAMINERS = "examiners"


class Offered(StrEnum):
    """From what rows can be chosen (可以选填的来源): the plans that were carried out in the term."""

    PLANS = "plans"


class Column(Form):
    """A column of rows (栏目): `width` is its share of the sheet; `at_most` names the column that it may not pass."""

    id: Name
    label: str
    width: int = Field(default=3, gt=0)
    holds: Cell = Cell.WORDS
    choices: list[str] = Field(default_factory=list)
    at_most: Name | None = None
    required: bool = True


class AnnexPart(Form):
    """A part of a form (表格项): what is asked, and what the system knows of it.

    `fill` are sentences with facts in braces: those whose facts are all known are put in beforehand. Of a `fixed`
    part they are its contents, and nobody types it. `most` is how many rows there are at most, `offered` from what
    they can be chosen; `on_paper` the label that stands in the printed form, where it is a shorter one.
    """

    id: Name
    label: str
    on_paper: str = ""
    entry: Entry = Entry.LINE
    holds: Line = Line.WORDS
    asks: str = ""
    fill: list[str] = Field(default_factory=list)
    fixed: bool = False
    required: bool = True
    wide: bool = False
    stamp: bool = False
    longest: int = Field(default=200, gt=0)
    most: int | None = Field(default=None, gt=0)
    columns: list[Column] = Field(default_factory=list)
    offered: Offered | None = None
    register_: Register | None = Field(default=None, alias="register")

    @property
    def typed(self) -> bool:
        """Whether somebody has to type it."""
        return not self.fixed and self.entry is not Entry.REGISTER


class AnnexGroup(Form):
    """Parts under one heading of a form (表格的一栏); a `pledge` stands under it in words, to be signed."""

    label: str
    asks: str = ""
    parts: list[AnnexPart] = Field(default_factory=list)
    pledge: str = ""
    signs: list[str] = Field(default_factory=list)


class Annex(Form):
    """A form of the text (附表): of which matters, how it is set, and whose opinions stand at its end.

    Filled in, it counts as the `document` that it stands for.
    """

    label: str
    layout: Layout
    matters: list[Name] = Field(min_length=1)
    document: Name | None = None
    says: str = ""
    groups: list[AnnexGroup] = Field(min_length=1)
    opinions: list[str] = Field(default_factory=list)
    cite: ArticleKey

    def parts(self) -> Iterator[AnnexPart]:
        """Every part, in the order of the form."""
        for group in self.groups:
            yield from group.parts
