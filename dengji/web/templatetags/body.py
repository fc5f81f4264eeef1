"""What pages of the body's desk need of their frame (机构工作台模板用语)."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.scores.sheetbook import assignments_of
from dengji.filings.terms import TaskState
from dengji.people.models import Post
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.trace import Used
from dengji.policy.engine.vocabulary import COMPUTED, NO_CHOICES
from dengji.web.typed import FILLED_BY, filler

register = template.Library()
TASK_TAGS = {
    TaskState.NOT_STARTED: ("", "○"),
    TaskState.UNDER_WAY: ("tag-info", "◐"),
    TaskState.DONE: ("tag-good", "✓"),
    TaskState.TO_CORRECT: ("tag-bad", "!"),
}


@register.simple_tag
def at(frame: Any, name: str, **given: Any) -> str:
    """The address of a page in the same application, or among the registers."""
    return str(frame.address(name, **given))


@register.simple_tag
def part_of(frame: Any, section: Any) -> str:
    """The address of a part of the application; empty where there is none to go to."""
    return str(frame.section(section)) if section else ""


@register.simple_tag
def examines(post: Post, plan: Plan | None = None) -> bool:
    """Whether somebody of the body is an examiner, in a batch or in this one: he is shown the way to his sheets."""
    found = assignments_of(post)
    return found.filter(plan=plan).exists() if plan else found.exists()


@register.filter
def section_at(frame: Any, section: Any) -> str:
    """The address of a part, for a page that says where something is filled in."""
    return str(frame.section(section))


@register.filter
def unmet_in(frame: Any, named: Any) -> int:
    """How many conditions are not met that are mended in a part."""
    return len(frame.checked.in_section(named.task.section)) if frame.checked else 0


@register.simple_tag
def fact_words(used: Used) -> str:
    """A fact's value as people say it."""
    choices = COMPUTED[used.name].choices if used.name in COMPUTED else NO_CHOICES
    return spoken(used.fact.value if used.fact else None, choices)


@register.simple_tag
def filled_by(request: HttpRequest) -> SafeString:
    """The hidden field that says to whom a form was shown, so that what is typed comes back to nobody else."""
    return format_html('<input type="hidden" name="{}" value="{}">', FILLED_BY, filler(request.user.pk or 0))


@register.simple_tag
def task_tag(state: TaskState) -> SafeString:
    """A task's state: shape and word, never colour alone."""
    kind, shape = TASK_TAGS[state]
    return format_html(
        '<span class="tag {}"><span aria-hidden="true">{}</span> {}</span>', kind, shape, state.label
    )
