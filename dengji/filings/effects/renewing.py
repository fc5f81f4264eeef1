"""What a renewal does (备案续期): another validity that begins where the last one ends; the number stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dengji.audit.acts import record
from dengji.filings.acts.standing import give_up
from dengji.filings.acts.timing import set_timers
from dengji.filings.effects.changing import filing_of
from dengji.filings.effects.granting import handed_in, scope_in_words, told_of
from dengji.filings.models import Term
from dengji.filings.terms import FilingState
from dengji.filings.upward import report_after
from dengji.filings.validity import renewed
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.engine.facts import spoken
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed


@effect("filing.renew")
def renew(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """准予续期: the filing is valid on from the day after its last; occupations given up end with the old validity."""
    filing, pack = filing_of(case), pack_of(case.edition_id)
    ahead = renewed(filing, pack)
    if filing.state != FilingState.IN_FORCE or ahead is None:
        raise NotAllowed(f"备案{filing.number}现在是“{filing.called.label}”，不能续期。")
    begins, filing.valid_until = ahead.from_on, ahead.until
    filing.save(update_fields=["valid_until"])
    Term.objects.create(filing=filing, from_on=begins, until=filing.valid_until, case=case)
    give_up(filing, handed_in(case).get("given_up", ()), on=begins, case=case)
    set_timers(filing, at=at)
    after = {"from_on": begins.isoformat(), "until": filing.valid_until}
    record(act="filing.renew", by=by, at=at, about=("filings.Filing", filing.pk), after=after)
    report_after("filing.renew", filing, pack, at=at, case=case)
    scope = [
        {"name": row.name, "work_type": row.work_type, "levels": row.levels}
        for row in filing.scope.in_force(begins)
    ]
    said = {"valid_from": spoken(begins), "occupations": "；".join(scope_in_words(row) for row in scope)}
    return told_of(filing) | said
