"""What is asked of the monitors (自动处理查询): their runs, the latest first."""

from django.db.models import QuerySet

from dengji.monitors.models import Run


def runs(*, failed: bool = False) -> QuerySet[Run]:
    """运行记录: every run, or those alone in which something failed or that were broken off."""
    found = Run.objects.all()
    return found.exclude(failed=[], ended_at__isnull=False) if failed else found


def last_run() -> Run | None:
    """最近一次运行: None where the monitors have never run."""
    return Run.objects.first()
