"""Facts about supervision (监督管理事实): whether something that had to be put right is overdue."""

from datetime import date

from dengji.evaluations.facts.carried_out import began_here, term_on
from dengji.filings.facts.held import filing_about
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject
from dengji.supervision.models import Rectification


@fact("rectification_overdue", kind=FactKind.BOOLEAN, label="有逾期没有完成的整改")
def rectification_overdue(subject: Subject, on: date) -> bool | None:
    """Whether something that any authority demanded in the validity that runs is not put right after its last day.

    Of a validity that began on paper the system does not know every demand: an officer may state it.
    """
    filing = filing_about(subject)
    if filing is None:
        return None
    term = term_on(filing, on)
    began = term.from_on if term else filing.valid_from
    late = Rectification.objects.filter(filing=filing, demanded_on__gte=began).overdue(on).exists()
    return late or (False if began_here(filing, on) else None)
