"""Annex forms of an application (附表填写): what the system knows for them, what was typed, and what is lacking."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dengji.people.phones import EXPECTED, is_phone
from dengji.policy.engine.annexes import Annex, AnnexPart, Cell, Column, Entry, Line, Register
from dengji.policy.engine.facts import Facts, spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.vocabulary import term_of
from dengji.policy.engine.words import names_in
from dengji.procedure.ground import facts_for
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject

Values = Mapping[str, Any]
LONGEST_CELL, MOST_DIGITS, YEAR_DIGITS = 60, 7, 4
IN_DOSSIER = {
    Register.BODY: "body",
    Register.CONTACT: "body",
    Register.VIDEO: "venues",
    Register.SPECIAL_ITEMS: "occupations",
    Register.STAFF: "members",
    Register.EXAMINERS: "members",
}
"""Where the dossier has a register that it calls otherwise."""
OF_ROLE = {Register.STAFF: "staff", Register.EXAMINERS: "examiner"}


def forms_of(pack: Pack, matter: str) -> dict[str, Annex]:
    """The forms that a matter of a text has (事项附表), by name."""
    return {name: annex for name, annex in pack.forms.items() if matter in annex.matters}


def contents(subject: Subject, typed: Mapping[str, Values], on: date) -> dict[str, dict[str, Any]]:
    """附表内容: of every form of the matter what was typed, and what the system says of itself."""
    return {
        name: {**typed.get(name, {}), **filled(subject, annex, on, fixed=True)}
        for name, annex in forms_of(subject.pack, subject.matter).items()
    }


def filled(subject: Subject, annex: Annex, on: date, *, fixed: bool) -> dict[str, str]:
    """预填: the parts of a form with what is known of them; the fixed ones, or those that the applicant goes on with.

    A sentence with a fact that is not known is left out; nothing is guessed.
    """
    parts = [part for part in annex.parts() if part.fill and part.fixed is fixed]
    names = {name for part in parts for sentence in part.fill for name in names_in(sentence)}
    words = dict(_words(subject.pack, facts_for(subject, names, on)))
    return {part.id: _joined(part, words) for part in parts}


def lacking(annex: Annex, values: Values, dossier: Mapping[str, Any]) -> list[str]:
    """缺项: the parts of a form that have still to be filled in, by their labels."""
    return [label for part in annex.parts() for label in _lacking(part, values.get(part.id), dossier)]


def incomplete(pack: Pack, matter: str, dossier: Mapping[str, Any]) -> list[str]:
    """没有填好的附表: each with the parts that it lacks, in words."""
    said = dossier.get("forms") or {}
    found = (
        (annex, lacking(annex, said.get(name, {}), dossier)) for name, annex in forms_of(pack, matter).items()
    )
    return [f"{annex.label}（{'、'.join(labels)}）" for annex, labels in found if labels]


def complete(pack: Pack, matter: str, dossier: Mapping[str, Any]) -> list[str]:
    """The documents for which a form stands that is filled in (以附表代替的材料)."""
    said = dossier.get("forms")
    if not said:
        return []
    return [
        annex.document
        for name, annex in forms_of(pack, matter).items()
        if annex.document and name in said and not lacking(annex, said[name], dossier)
    ]


def taken_over(register: Register, dossier: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """带入的登记: what a form takes over from a register, as the dossier has it."""
    held = dossier.get(IN_DOSSIER.get(register, register.value)) or []
    rows: list[Mapping[str, Any]] = [held] if isinstance(held, Mapping) else list(held)
    if register in OF_ROLE:
        return [row for row in rows if OF_ROLE[register] in row["roles"]]
    if register in (Register.OCCUPATIONS, Register.SPECIAL_ITEMS):
        special = register is Register.SPECIAL_ITEMS
        return [row for row in rows if bool(row.get("special_item")) is special]
    return rows


def ensure_fits(annex: Annex, values: Values) -> None:
    """Raises NotAllowed with everything that a form cannot take, part by part."""
    parts = {part.id: part for part in annex.parts() if part.typed}
    if strange := sorted(values.keys() - parts.keys()):
        raise NotAllowed(f"《{annex.label}》里没有“{'、'.join(strange)}”这一项可以填写。")
    faults = [fault for name, value in values.items() for fault in _faults(parts[name], value)]
    if faults:
        raise NotAllowed(f"{'；'.join(faults)}。", remedy="改好后再保存。")


def _words(pack: Pack, facts: Facts) -> Iterator[tuple[str, str]]:
    """The facts that are known, as people say them."""
    for name, fact in facts.items():
        if fact is not None and fact.value not in ("", ()):
            yield name, spoken(fact.value, term_of(pack, name).choices)


def _joined(part: AnnexPart, words: Mapping[str, str]) -> str:
    known = [sentence for sentence in part.fill if names_in(sentence) <= words.keys()]
    if part.entry is Entry.LINE:
        return known[0].format(**words) if known else ""
    return "".join(sentence.format(**words) for sentence in known)


def _lacking(part: AnnexPart, value: Any, dossier: Mapping[str, Any]) -> list[str]:
    if part.entry is Entry.ROWS:
        short = [(at, _blank(part, row)) for at, row in enumerate(value or (), 1)]
        named = [f"{part.label}第{at}行的{'和'.join(labels)}" for at, labels in short if labels]
        return named or ([part.label] if part.required and not value else [])
    if part.register_ is not None:
        return [part.label] if part.required and not taken_over(part.register_, dossier) else []
    return [part.label] if part.required and part.typed and not str(value or "").strip() else []


def _blank(part: AnnexPart, row: Values) -> list[str]:
    return [each.label for each in part.columns if each.required and not str(row.get(each.id, "")).strip()]


def _faults(part: AnnexPart, value: Any) -> Iterator[str]:
    if part.entry is not Entry.ROWS:
        if not isinstance(value, str) or len(value) > part.longest:
            yield f"“{part.label}”最多{part.longest}个字，现有{len(str(value))}个字"
        elif value.strip() and (said := EXPECTED_OF[part.holds](value.strip())):
            yield f"“{part.label}”{said}"
        return
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        yield f"“{part.label}”应逐行填写"
        return
    if part.most is not None and len(value) > part.most:
        yield f"“{part.label}”最多填{part.most}行，现有{len(value)}行"
    columns = {column.id: column for column in part.columns}
    for at, row in enumerate(value, 1):
        yield from (f"“{part.label}”第{at}行{fault}" for fault in _row_faults(columns, row))


def _no_phone(said: str) -> str:
    return "" if is_phone(said) else f"写得不对，{EXPECTED}"


def _no_email(said: str) -> str:
    try:
        validate_email(said)
    except ValidationError:
        return "写得不对，请写成name@example.cn的样子"
    return ""


EXPECTED_OF: Mapping[Line, Callable[[str], str]] = {
    Line.WORDS: lambda said: "",
    Line.PHONE: _no_phone,
    Line.EMAIL: _no_email,
}
"""What is wrong with a line, by what it holds; empty for a sound one."""


def _row_faults(columns: Mapping[str, Column], row: Values) -> Iterator[str]:
    for name, cell in row.items():
        if name not in columns:
            yield f"没有“{name}”这一栏"
        elif said := _fault(columns[name], cell, row):
            yield f"的“{columns[name].label}”{said}"


def _fault(column: Column, cell: Any, row: Values) -> str:
    """What is wrong with a cell; empty for a sound one, and for one left blank."""
    if not isinstance(cell, str) or len(cell) > LONGEST_CELL:
        return f"最多{LONGEST_CELL}个字"
    if not cell.strip():
        return ""
    if column.choices and cell not in column.choices:
        return f"请填{'或者'.join(column.choices)}"
    if column.holds is not Cell.WORDS and not _is_number(cell):
        return "请填整数"
    if column.holds is Cell.YEAR and len(cell) != YEAR_DIGITS:
        return "请填四位数的年份"
    other = row.get(column.at_most, "") if column.at_most else ""
    return "比应有的多，请核对" if _is_number(other) and int(cell) > int(other) else ""


def _is_number(cell: Any) -> bool:
    return isinstance(cell, str) and cell.isascii() and cell.isdecimal() and len(cell) <= MOST_DIGITS
