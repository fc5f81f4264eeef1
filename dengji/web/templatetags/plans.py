"""How pages say where a plan stands (评价计划状态): by its state, and by what day it is."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dengji import clock
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState

register = template.Library()
LOOKS = {
    PlanState.CHECKED: "tag-good",
    PlanState.TURNED_DOWN: "tag-bad",
    PlanState.VOID: "tag-bad",
    PlanState.HANDED_IN: "tag-info",
    PlanState.APPROVED: "tag-info",
    PlanState.REPORTED: "tag-info",
}


@register.simple_tag
def plan_state(plan: Plan) -> SafeString:
    """待实施, 实施中 and 待报送结果 are one state of the record, told apart by the day."""
    today, said = clock.today(), plan.get_state_display()
    if plan.state == PlanState.APPROVED and plan.began(today):
        over = plan.ends_on is not None and plan.ends_on < today
        said = "待报送结果" if over else "实施中"
    return format_html('<span class="tag {}">{}</span>', LOOKS.get(PlanState(plan.state), ""), said)
