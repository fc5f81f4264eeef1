"""The linter (规则包检查): refuses a pack whose parts do not fit together, with file, line and a sentence."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations

from dengji.policy.engine.document import Problem
from dengji.policy.engine.lint_facts import check_facts
from dengji.policy.engine.lint_forms import check_forms
from dengji.policy.engine.lint_matters import check_matters
from dengji.policy.engine.lint_names import check_names
from dengji.policy.engine.lint_numbers import check_numbers
from dengji.policy.engine.lint_paths import check_paths
from dengji.policy.engine.lint_reports import check_reports
from dengji.policy.engine.lint_steps import check_effects, check_steps
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Stage
from dengji.policy.engine.vocabulary import COMPUTED, Vocabulary


def lint(
    loaded: LoadedPack, *, vocabulary: Vocabulary = COMPUTED, effects: Collection[str] | None = None
) -> list[Problem]:
    """Every problem of one pack, by line; `effects`: those that some room has, None if unknown."""
    found = [
        *check_names(loaded),
        *check_facts(loaded, vocabulary),
        *check_forms(loaded, vocabulary),
        *check_steps(loaded),
        *check_paths(loaded),
        *check_matters(loaded),
        *check_reports(loaded),
        *check_numbers(loaded),
    ]
    if effects is not None:
        found += check_effects(loaded, effects)
    return sorted(set(found), key=lambda problem: (problem.line, problem.sentence))


def lint_folder(
    packs: Sequence[LoadedPack], *, vocabulary: Vocabulary = COMPUTED, effects: Collection[str] | None = None
) -> list[Problem]:
    """Every problem of the packs, and of the packs side by side."""
    found = [problem for loaded in packs for problem in lint(loaded, vocabulary=vocabulary, effects=effects)]
    for first, second in combinations(packs, 2):
        found += _side_by_side(first, second)
    return found


def _side_by_side(first: LoadedPack, second: LoadedPack) -> Iterator[Problem]:
    """What two packs must not be together: of one name, or both in force for one matter, regime and place."""
    one, other = first.pack, second.pack
    if one.id == other.id:
        yield second.problem(("id",), f"规则包编号“{other.id}”与 {first.file} 重复")
        return
    matters = one.matters.keys() & other.matters.keys()
    regimes = set(one.regimes) & set(other.regimes)
    if one.jurisdiction == other.jurisdiction and matters and regimes and _both_in_force(one, other):
        titles = "、".join(other.matters[matter].title for matter in sorted(matters))
        yield second.problem(
            ("effective",),
            f"与 {first.file}（{one.id}）同时施行，对同一地区、同一评价类别规定了同一事项：{titles}",
        )


def _both_in_force(one: Pack, other: Pack) -> bool:
    """Whether there is a day on which both issued texts are in force."""
    if Stage.CONSULTATION in (one.stage, other.stage):
        return False
    (start, end), (other_start, other_end) = _days(one, other), _days(other, one)
    return start <= other_end and other_start <= end


def _days(pack: Pack, other: Pack) -> tuple[date, date]:
    """The first and last day of a text; one that the other supersedes ends where that begins."""
    start, end = pack.effective.from_ or date.max, pack.effective.to or date.max
    superseded = {pack.id, pack.number} & set(other.supersedes)
    if superseded and other.effective.from_:
        end = min(end, date.fromordinal(other.effective.from_.toordinal() - 1))
    return start, end
