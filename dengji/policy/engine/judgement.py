"""Judgements (条件审核结果): what each condition came to, by which article, on which facts."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dengji.policy.engine.facts import Facts, FactValue, spoken
from dengji.policy.engine.terms import OnFail
from dengji.policy.engine.trace import Trace, Used, missing_in, trace_from, trace_json, used_in, used_json
from dengji.policy.engine.truth import Truth, all_of
from dengji.policy.engine.vocabulary import Term


class Asked(NamedTuple):
    """A condition's own words (条件文字), worked out once for a pack.

    `terms` are the facts, and `spoken` the parameters, that `unmet` and `remedy` speak of.
    """

    id: str
    label: str
    cite: str
    article: str
    rows: tuple[str, ...]
    on_fail: OnFail
    unmet: str
    remedy: str
    terms: Mapping[str, Term]
    spoken: Mapping[str, str]


class Result(NamedTuple):
    """What one condition came to (单项结果). `scope` is the trace of its `applies`, `holds` of its rule."""

    condition: Asked
    truth: Truth
    waived: bool
    scope: Trace | None
    holds: Trace | None
    facts: Facts

    @property
    def id(self) -> str:
        """The condition's name in its pack."""
        return self.condition.id

    @property
    def label(self) -> str:
        """The condition as people call it."""
        return self.condition.label

    @property
    def standing(self) -> Truth:
        """What the condition counts as: a waived one as met."""
        return Truth.MET if self.waived else self.truth

    @property
    def used(self) -> tuple[Used, ...]:
        """The facts that it rests on, each once."""
        return _once(used for trace in (self.scope, self.holds) if trace for used in used_in(trace))

    @property
    def missing(self) -> tuple[Used, ...]:
        """The unknown facts that could still change what this condition came to."""
        if self.truth is not Truth.UNDETERMINED:
            return ()
        return _once(used for trace in (self.scope, self.holds) if trace for used in missing_in(trace))

    @property
    def says(self) -> str:
        """Why it is not met, with the facts in it; what lacks; or the plain result."""
        if self.truth is Truth.NOT_MET:
            return self._filled(self.condition.unmet)
        if self.truth is Truth.UNDETERMINED:
            return f"待定，缺：{'、'.join(used.label for used in self.missing)}"
        return self.truth.label

    @property
    def remedy(self) -> str:
        """What would have to change."""
        return self._filled(self.condition.remedy)

    def _filled(self, text: str) -> str:
        """The text with facts and parameters put in."""
        said = {name: self._said(term) for name, term in self.condition.terms.items()}
        return text.format_map({**self.condition.spoken, **said})

    def _said(self, term: Term) -> str:
        """A fact's value as people say it."""
        known = self.facts.get(term.name)
        return spoken(known.value if known else None, term.choices)

    def to_json(self) -> dict[str, Any]:
        """The result as JSON values, whole, to be kept with the decision that rests on it."""
        asked = self.condition
        return {
            "id": asked.id,
            "label": asked.label,
            "cite": asked.cite,
            "article": asked.article,
            "rows": list(asked.rows),
            "on_fail": asked.on_fail,
            "truth": self.truth,
            "waived": self.waived,
            "says": self.says,
            "remedy": self.remedy,
            "unmet": self._filled(asked.unmet),
            "used": [used_json(used) for used in self.used],
            "missing": [used.name for used in self.missing],
            "scope": trace_json(self.scope) if self.scope else None,
            "trace": trace_json(self.holds) if self.holds else None,
        }


class Judgement(NamedTuple):
    """What the conditions of a step came to, together (审核结论)."""

    results: tuple[Result, ...]

    @property
    def truth(self) -> Truth:
        """All of them; where none applies nothing stands in the way, so met."""
        together = all_of([result.standing for result in self.results])
        return Truth.MET if together is Truth.NOT_APPLICABLE else together

    @property
    def eligible(self) -> bool:
        """Whether every condition that applies is met, or waived by name."""
        return self.truth is Truth.MET

    @property
    def unmet(self) -> tuple[Result, ...]:
        """The conditions that stand in the way."""
        return tuple(result for result in self.results if result.standing is Truth.NOT_MET)

    @property
    def undetermined(self) -> tuple[Result, ...]:
        """The conditions that wait for a fact."""
        return tuple(result for result in self.results if result.standing is Truth.UNDETERMINED)

    @property
    def unanswered(self) -> tuple[Used, ...]:
        """The facts that some condition waits for, even where another one already stands in the way."""
        return _once(used for result in self.undetermined for used in result.missing)

    @property
    def missing(self) -> tuple[Used, ...]:
        """The facts that could still change the outcome: none once a condition is not met."""
        return self.unanswered if self.truth is Truth.UNDETERMINED else ()

    def sentence(self) -> str:
        """The whole in one sentence: counts, then what stands in the way or what lacks."""
        return f"共{len(self.results)}项：{self._counts()}；{self._outcome()}"

    def _counts(self) -> str:
        """How many of each."""
        truths = [result.standing for result in self.results]
        counted = [f"{truth.label}{truths.count(truth)}项" for truth in Truth if truth in truths]
        waived = sum(result.waived for result in self.results)
        return "，".join([*counted, f"其中豁免{waived}项"] if waived else counted) or "没有需要审核的条件"

    def _outcome(self) -> str:
        """What the counts come to."""
        waiting = "、".join(used.label for used in self.unanswered)
        match self.truth:
            case Truth.MET:
                return "符合全部条件。"
            case Truth.UNDETERMINED:
                return f"尚不能决定，缺：{waiting}。"
            case _:
                stands = f"不符合：{'、'.join(result.label for result in self.unmet)}"
                return f"{stands}；另缺：{waiting}。" if waiting else f"{stands}。"

    def to_json(self) -> dict[str, Any]:
        """The judgement as JSON values, whole, so that it can be frozen into an event."""
        return {
            "truth": self.truth,
            "eligible": self.eligible,
            "sentence": self.sentence(),
            "missing": [used.name for used in self.missing],
            "results": [result.to_json() for result in self.results],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Judgement":
        """The judgement as it was frozen; its `to_json` gives the same again."""
        return cls(tuple(_result_from(result) for result in data["results"]))


def _result_from(data: Mapping[str, Any]) -> Result:
    """A frozen result; its words are no longer templates."""
    asked = Asked(
        data["id"],
        data["label"],
        data["cite"],
        data["article"],
        tuple(data["rows"]),
        OnFail(data["on_fail"]),
        _literal(data["unmet"]),
        _literal(data["remedy"]),
        {},
        {},
    )
    scope, holds = (trace_from(data[key]) if data[key] else None for key in ("scope", "trace"))
    return Result(asked, Truth(data["truth"]), data["waived"], scope, holds, _NOTHING)


def _literal(text: str) -> str:
    """The text as a template that says just that."""
    return text.replace("{", "{{").replace("}", "}}")


def _once(found: Iterable[Used]) -> tuple[Used, ...]:
    """Each fact once, in the order found."""
    return tuple({used.name: used for used in found}.values())


_NOTHING: dict[str, FactValue | None] = {}
