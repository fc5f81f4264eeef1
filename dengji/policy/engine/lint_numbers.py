"""Parameters against the words that carry them (参数核对): each value agrees with its article's anchor."""

from collections.abc import Iterator

from dengji.policy.engine.document import Problem
from dengji.policy.engine.form import Length, Scalar
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.numerals import Numbers, numbers_in
from dengji.policy.engine.pack import Parameter, Ratio
from dengji.policy.engine.predicates import is_day


def check_numbers(loaded: LoadedPack) -> Iterator[Problem]:
    """Parameters whose article has no anchor, or whose anchor says another number.

    A parameter that follows a reading of the text (`reading`), and one that is no number, is not compared.
    """
    for name, parameter in loaded.pack.parameters.items():
        article = loaded.pack.articles.get(parameter.cite)
        if parameter.reading or not article or not _numbers(parameter):
            continue
        if article.anchor is None:
            yield loaded.problem(
                ("parameters", name),
                f"参数“{name}”引用的{article.label}没有 anchor；"
                "文本未写明此数的，用 reading 指明所依据的理解口径",
            )
        elif not agrees(parameter, numbers_in(article.anchor)):
            yield loaded.problem(
                ("parameters", name, "value"),
                f"参数“{name}”与{article.label}的 anchor “{article.anchor}”不一致",
            )


def agrees(parameter: Parameter, said: Numbers) -> bool:
    """Whether the value is among the numbers said."""
    value = parameter.value
    if isinstance(value, Length):
        return (value.n, value.unit) in said.periods
    if isinstance(value, Ratio):
        return any(value.numerator * below == value.denominator * above for above, below in said.shares)
    return all(_said(each, said) for each in _numbers(parameter))


def _said(value: Scalar | Length | Ratio, said: Numbers) -> bool:
    """Whether one plain number or day is among those said."""
    return str(value) in said.days or value in said.plain


def _numbers(parameter: Parameter) -> list[Scalar | Length | Ratio]:
    """The numbers of a parameter; codes, texts and yes or no are none."""
    values = parameter.value if isinstance(parameter.value, list) else [parameter.value]
    return [
        value
        for value in values
        if not isinstance(value, bool | str) or (isinstance(value, str) and is_day(value))
    ]
