"""Names in a pack (规则包引用检查): each must name an article, actor, letter … that the pack has."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from dengji.policy.engine.document import Place, Problem, strings
from dengji.policy.engine.letters import PLACEHOLDERS
from dengji.policy.engine.loader import LoadedPack, canonical
from dengji.policy.engine.words import names_in


class Use(NamedTuple):
    """A name used: where, the name, the names there are, and what it should be."""

    place: Place
    name: str | None
    known: Collection[str]
    what: str


def check_names(loaded: LoadedPack) -> Iterator[Problem]:
    """Names used and not defined, placeholders that nothing fills, names used twice."""
    yield from _citations(loaded)
    yield from _references(loaded)
    yield from _letters(loaded)
    yield from _twice(loaded)
    yield from _unused(loaded)


def _citations(loaded: LoadedPack) -> Iterator[Problem]:
    """Citations of articles that the pack does not have."""
    for place, key in strings(canonical(loaded.pack)):
        if place[-1] == "cite" and key not in loaded.pack.articles:
            yield loaded.problem(place, f"引用的条款“{key}”不在 articles 中")


def _references(loaded: LoadedPack) -> Iterator[Problem]:
    """Names of parameters' readings, documents, kinds, letters, numbers and actors."""
    for place, name, known, what in _named(loaded):
        if name is not None and name not in known:
            yield loaded.problem(place, f"没有名为“{name}”的{what}")
    yield from _score_sheets(loaded)


def _score_sheets(loaded: LoadedPack) -> Iterator[Problem]:
    """Score sheets that nobody could pass."""
    for key, criteria in loaded.pack.criteria.items():
        if criteria.pass_mark > sum(item.max for item in criteria.items):
            yield loaded.problem(("criteria", key, "pass_mark"), "合格分数高于各评分项满分之和")
        for at, item in enumerate(criteria.items):
            if item.minimum > item.max:
                yield loaded.problem(("criteria", key, "items", at), f"评分项“{item.label}”的最低分高于满分")


def _named(loaded: LoadedPack) -> Iterator[Use]:
    """Each use of a name outside the steps."""
    pack = loaded.pack
    for key, parameter in pack.parameters.items():
        yield Use(("parameters", key, "reading"), parameter.reading, pack.interpretations, "理解口径")
    for key, fact in pack.facts.items():
        yield Use(("facts", key, "document"), fact.document, pack.documents, "材料")
    for key, letter in pack.letters.items():
        yield Use(("letters", key, "signed_by"), letter.signed_by, pack.actors, "办理主体")
        yield Use(("letters", key, "number"), letter.number, pack.numbers, "编号规则")
    for key, matter in pack.matters.items():
        for at, kind in enumerate(matter.applicants):
            yield Use(("matters", key, "applicants", at), kind, pack.kinds, "机构类型")
        reading = matter.window.reading if matter.window else None
        yield Use(("matters", key, "window", "reading"), reading, pack.interpretations, "理解口径")
        counted = matter.deadline.reading if matter.deadline else None
        yield Use(("matters", key, "deadline", "reading"), counted, pack.interpretations, "理解口径")
    yield from _in_practice(loaded)
    for regime, certified in pack.certificates.items():
        yield Use(("certificates", regime, "number"), certified.number, pack.numbers, "编号规则")
        yield Use(("certificates", regime, "issuer"), certified.issuer, pack.actors, "办理主体")
        yield Use(("certificates", regime), regime, pack.regimes, "评价类别")
    if pack.validity:
        yield Use(("validity", "number"), pack.validity.number, pack.numbers, "编号规则")


def _in_practice(loaded: LoadedPack) -> Iterator[Use]:
    """Each use of a name in what the text says of carrying out evaluations."""
    practice, pack = loaded.pack.practice, loaded.pack
    if practice is None:
        return
    yield Use(("practice", "plan_number"), practice.plan_number, pack.numbers, "编号规则")
    for at, allowed in enumerate(practice.methods):
        for index, kind in enumerate(allowed.kinds):
            yield Use(("practice", "methods", at, "kinds", index), kind, pack.kinds, "机构类型")
    for at, supervision in enumerate(practice.supervision):
        for index, actor in enumerate(supervision.senders.actors if supervision.senders else ()):
            where = ("practice", "supervision", at, "senders", "actors", index)
            yield Use(where, actor, pack.actors, "办理主体")


def _letters(loaded: LoadedPack) -> Iterator[Problem]:
    """Placeholders that letters and conditions cannot fill."""
    pack = loaded.pack
    for key, letter in pack.letters.items():
        for at, paragraph in enumerate(letter.paragraphs):
            yield from check_words(loaded, ("letters", key, "paragraphs", at), paragraph, PLACEHOLDERS)


def check_words(loaded: LoadedPack, place: Place, text: str, known: Collection[str]) -> Iterator[Problem]:
    """The placeholders of a text that are not known."""
    try:
        names = sorted(names_in(text))
    except ValueError:
        yield loaded.problem(place, "花括号没有成对")
        return
    for name in names:
        if name not in known:
            yield loaded.problem(place, f"不认识的占位“{{{name}}}”")


def check_unmet(loaded: LoadedPack, known: Collection[str]) -> Iterator[Problem]:
    """Placeholders in what conditions say that name neither a fact nor a parameter."""
    names = {*known, *loaded.pack.parameters}
    for at, condition in enumerate(loaded.pack.conditions):
        yield from check_words(loaded, ("conditions", at, "unmet"), condition.unmet, names)
        yield from check_words(loaded, ("conditions", at, "remedy"), condition.remedy, names)


def _twice(loaded: LoadedPack) -> Iterator[Problem]:
    """Conditions, score items, timers, duties and steps whose id is taken."""
    pack = loaded.pack
    lists: list[tuple[Place, list[str]]] = [
        (("conditions",), [condition.id for condition in pack.conditions]),
        (("timers",), [timer.id for timer in pack.timers]),
        (("duties",), [duty.id for duty in pack.duties]),
    ]
    if pack.practice:
        lists += [
            (("practice", "unrecognised"), [each.id for each in pack.practice.unrecognised]),
            (("practice", "kept"), [each.id for each in pack.practice.kept]),
        ]
    lists += [
        (("criteria", key, "items"), [item.id for item in sheet.items])
        for key, sheet in pack.criteria.items()
    ]
    lists += [
        (("matters", key, "steps"), [step.id for step in matter.steps])
        for key, matter in pack.matters.items()
    ]
    for place, ids in lists:
        for at, name in enumerate(ids):
            if name in ids[:at]:
                yield loaded.problem((*place, at), f"“{name}”写了两次")


def _unused(loaded: LoadedPack) -> Iterator[Problem]:
    """Conditions that no step asks for, parameters that nothing uses: said, not refused."""
    pack = loaded.pack
    asked = {name for matter in pack.matters.values() for step in matter.steps for name in step.conditions}
    for at, condition in enumerate(pack.conditions):
        if condition.id not in asked:
            yield loaded.problem(("conditions", at), f"条件“{condition.id}”没有任何步骤使用", warning=True)
    said = " ".join(text for _, text in strings(canonical(pack)))
    for name in pack.parameters.keys() - set(loaded.references.values()):
        if f"{{{name}}}" not in said:
            yield loaded.problem(("parameters", name), f"参数“{name}”没有任何规则使用", warning=True)
