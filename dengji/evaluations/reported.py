"""What is handed in of a batch (结果材料): what it came to, and whose reports of supervision are in."""

from typing import Any

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.results import results


def reported(plan: Plan) -> dict[str, Any]:
    """The results as they would be handed in now; nothing personal in them."""
    watches = plan.reports.filter(handed_in_at__isnull=False).values_list("watch", flat=True)
    return results(plan) | {"reports": sorted(set(watches))}
