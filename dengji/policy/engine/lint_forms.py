"""Annex forms of a pack (附表检查): each belongs to a matter that has it filled in, and every part can be filled."""

from collections.abc import Iterator

from dengji.policy.engine.annexes import Annex, AnnexPart, Entry, Line
from dengji.policy.engine.document import Place, Problem
from dengji.policy.engine.lint_names import check_words
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.terms import Section
from dengji.policy.engine.vocabulary import Vocabulary, terms_of


def check_forms(loaded: LoadedPack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Forms of no matter, for no document, with parts that say too little or are named twice."""
    terms = terms_of(loaded.pack, vocabulary)
    for key, annex in loaded.pack.forms.items():
        place: Place = ("forms", key)
        yield from _belongs(loaded, place, annex)
        seen: set[str] = set()
        for at, group in enumerate(annex.groups):
            for number, part in enumerate(group.parts):
                here: Place = (*place, "groups", at, "parts", number)
                if part.id in seen:
                    yield loaded.problem(here, f"“{part.id}”写了两次")
                seen.add(part.id)
                yield from _part(loaded, here, part)
                for line, sentence in enumerate(part.fill):
                    yield from check_words(loaded, (*here, "fill", line), sentence, terms)


def _belongs(loaded: LoadedPack, place: Place, annex: Annex) -> Iterator[Problem]:
    pack = loaded.pack
    if annex.document is not None and annex.document not in pack.documents:
        yield loaded.problem((*place, "document"), f"没有名为“{annex.document}”的材料")
    for at, name in enumerate(annex.matters):
        matter = pack.matters.get(name)
        if matter is None:
            yield loaded.problem((*place, "matters", at), f"没有名为“{name}”的事项")
        elif not any(Section.FORMS in step.sections for step in matter.steps):
            yield loaded.problem(
                (*place, "matters", at), f"事项“{name}”的申请内容（sections）里没有 forms，表格没有地方填写"
            )


def _part(loaded: LoadedPack, place: Place, part: AnnexPart) -> Iterator[Problem]:
    """What a kind of part needs, and what only that kind may have."""
    if (part.entry is Entry.ROWS) != bool(part.columns):
        yield loaded.problem(place, "逐行填写（rows）的项应写明栏目（columns），其他项不写")
    if (part.entry is Entry.ROWS) != (part.most is not None):
        yield loaded.problem(place, "逐行填写（rows）的项应写明最多几行（most），其他项不写")
    if (part.entry is Entry.REGISTER) != (part.register_ is not None):
        yield loaded.problem(place, "带入登记（register）的项应写明带入哪一项，其他项不写")
    if part.holds is not Line.WORDS and part.entry is not Entry.LINE:
        yield loaded.problem(place, "只有单行（line）的项可以写明填电话或者邮箱（holds）")
    if part.fixed and not part.fill:
        yield loaded.problem(place, "不由申请人填写（fixed）的项应写明内容（fill）")
    yield from _rows(loaded, place, part)


def _rows(loaded: LoadedPack, place: Place, part: AnnexPart) -> Iterator[Problem]:
    """What only rows may say, and columns that name one another."""
    if part.offered is not None and part.entry is not Entry.ROWS:
        yield loaded.problem(place, "只有逐行填写（rows）的项可以写明从哪里选（offered）")
    names = {column.id for column in part.columns}
    for at, column in enumerate(part.columns):
        if column.at_most is not None and column.at_most not in names:
            yield loaded.problem((*place, "columns", at, "at_most"), f"没有名为“{column.at_most}”的栏目")
