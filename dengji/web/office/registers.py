"""What other registers said of the body of a case (登记和信用查询), beside the conditions that rest on it."""

from datetime import date

from dengji.institutions.answers import Heard, heard_of
from dengji.policy.engine.judgement import Judgement
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.rules import STALE_SINCE


def registers_heard(case: Case, judgement: Judgement, on: date) -> list[Heard]:
    """登记和信用查询: of each register; nothing where no condition rests on one."""
    rested_on = {used.name for result in judgement.results for used in result.used}
    return heard_of(Ground(case, on).subject, on) if rested_on & STALE_SINCE.keys() else []
