"""Forms of the text at the body's desk (附表填写表单): a field for each part that somebody types, rows cell by cell."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from dengji.filings.forms import taken_over
from dengji.policy.engine.annexes import Annex, AnnexGroup, AnnexPart, Cell, Column, Entry, Register
from dengji.policy.engine.terms import Section
from dengji.web.body.forms import PlainForm

FILLED_IN = {
    Register.BODY: Section.BODY,
    Register.CONTACT: Section.BODY,
    Register.RULES: Section.RULES,
    Register.OCCUPATIONS: Section.OCCUPATIONS,
    Register.SPECIAL_ITEMS: Section.OCCUPATIONS,
    Register.VENUES: Section.VENUES,
    Register.VIDEO: Section.VENUES,
    Register.EQUIPMENT: Section.VENUES,
    Register.STAFF: Section.PEOPLE,
    Register.EXAMINERS: Section.PEOPLE,
}
"""The part of the application in which a register is filled in."""


CHOOSE = "“{}”请从列出的选项中选择。"


class Shown(NamedTuple):
    """A part of a form on its page: what stands there, where it is typed, or from where it is taken over."""

    part: AnnexPart
    said: str
    field: BoundField | None = None
    lines: Sequence[Sequence[tuple[str, BoundField]]] = ()
    section: Section | None = None
    held: int = 0


class AnnexForm(PlainForm):
    """One form of the text. What it cannot take is said by the act that keeps it, all at once."""

    def __init__(self, *args: Any, annex: Annex, dossier: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.annex, self.dossier = annex, dossier
        for part in annex.parts():
            if part.entry is Entry.ROWS:
                cells = [(at, column) for at in range(self._rows(part)) for column in part.columns]
                self.fields |= {_name(part, at, column): _cell(at, column) for at, column in cells}
            elif part.typed:
                self.fields[part.id] = _field(part)

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept: texts, and the rows that say something."""
        return {part.id: self._value(part) for part in self.annex.parts() if part.typed}

    def groups(self, said: Mapping[str, Any]) -> list[tuple[AnnexGroup, list[Shown]]]:
        """The form as its page shows it, heading by heading; `said` has what the system puts in."""
        return [(group, [self._shown(part, said) for part in group.parts]) for group in self.annex.groups]

    def _rows(self, part: AnnexPart) -> int:
        """How many rows are read: those of the page, and what was sent beyond them, to be refused in words."""
        sent = [name.split("-")[1] for name in self.data if name.startswith(f"{part.id}-")]
        numbers = [int(number) + 1 for number in sent if number.isdecimal() and len(number) < 3]
        return max([part.most or 0, *numbers])

    def _value(self, part: AnnexPart) -> Any:
        if part.entry is not Entry.ROWS:
            return self.cleaned_data[part.id].replace("\r\n", "\n")
        rows = [
            {column.id: self.cleaned_data[_name(part, at, column)] for column in part.columns}
            for at in range(self._rows(part))
        ]
        return [row for row in rows if any(row.values())]

    def _shown(self, part: AnnexPart, said: Mapping[str, Any]) -> Shown:
        shown = Shown(part, str(said.get(part.id) or ""))
        if part.register_ is not None:
            held = len(taken_over(part.register_, self.dossier))
            return shown._replace(section=FILLED_IN[part.register_], held=held)
        if part.entry is Entry.ROWS:
            lines = [
                [(column.label, self[_name(part, at, column)]) for column in part.columns]
                for at in range(self._rows(part))
            ]
            return shown._replace(lines=lines)
        return shown._replace(field=self[part.id]) if part.typed else shown


def typed_in(annex: Annex, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept of a form, as the fields of its page have it."""
    said = {part.id: values[part.id] for part in annex.parts() if part.typed and part.id in values}
    for part in annex.parts():
        for at, row in enumerate(said.pop(part.id, ()) if part.entry is Entry.ROWS else ()):
            said |= {f"{part.id}-{at}-{name}": cell for name, cell in row.items()}
    return said


def _name(part: AnnexPart, at: int, column: Column) -> str:
    return f"{part.id}-{at}-{column.id}"


def _field(part: AnnexPart) -> forms.Field:
    """A line or a text; that something lacks is said beside it, and keeps nobody from saving."""
    wide = forms.Textarea(attrs={"rows": 6}) if part.entry is Entry.TEXT else forms.TextInput()
    return forms.CharField(label=part.label, required=False, help_text=part.asks, widget=wide)


def _cell(at: int, column: Column) -> forms.Field:
    label = f"第{at + 1}行{column.label}"
    if column.choices:
        choices = [("", "未选"), *((each, each) for each in column.choices)]
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=choices,
            error_messages={"invalid_choice": CHOOSE.format(label)},
        )
    digits = {} if column.holds is Cell.WORDS else {"inputmode": "numeric"}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=digits))
