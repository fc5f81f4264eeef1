"""Refusals on the page of a form (表单办理): they stay there with what was typed; a moved case does not."""

from collections.abc import Callable

from django import forms

from dengji.people.refusals import Refused
from dengji.procedure.refusals import Moved


def done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Whether a valid form's deed was done; a refusal stays on the page with what was typed. Raises `Moved`."""
    if not form.is_valid():
        return False
    try:
        deed()
    except Moved:
        raise
    except Refused as refused:
        explain(form, refused)
        return False
    return True


def explain(form: forms.Form, refused: Refused) -> None:
    """A refusal becomes the form's error, with its article and remedy."""
    cited = f"（依据：{refused.article}）" if refused.article else ""
    form.add_error(None, f"{refused.sentence}{cited}{refused.remedy}")
