"""Saving a form of a plan (保存): a refusal stays on the page with what was typed; so does somebody else's change."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from dengji.people.refusals import Refused
from dengji.procedure.refusals import Moved

Done = TypeVar("Done")


def saved(form: forms.Form, act: Callable[[], Done]) -> Done | None:
    """What the act gives; None where it was refused, and the form says why."""
    try:
        return act()
    except Moved as moved:
        form.moved = True  # type: ignore[attr-defined]  # the template offers the newest page
        form.add_error(None, f"{moved.sentence}您填写的内容还在下面，没有保存。{moved.remedy}")
    except Refused as refused:
        article = getattr(refused, "article", None)
        cited = f"（依据：{article}）" if article else ""
        facts = "".join(f"{each}。" for each in refused.facts)
        form.add_error(None, f"{refused.sentence}{cited}{facts}{refused.remedy}")
    return None


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the act was done; where it was refused, the form says why."""
    return saved(form, lambda: (act(),)) is not None
