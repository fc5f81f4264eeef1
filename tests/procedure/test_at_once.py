"""Two people at the same moment, each in a thread of his own: no number twice, no case decided twice."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest
from django.db import connections, transaction

from dengji.procedure.acts.receiving import Correction, accept, return_for_correction
from dengji.procedure.models import Case, Event, Serial
from dengji.procedure.refusals import Moved
from dengji.procedure.serials import last_serial, next_serial, next_serials
from tests.audit.trail import on_disk, using
from tests.cast import AT, Cast
from tests.road import brought_to, given_application, stated_well, whoever_holds

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(elsewhere: dict[str, Any] | None, *acts: Callable[[], object]) -> list[object]:
    """Does all acts at the same moment; gives what each came to, a refusal too."""
    came_to: list[object] = []
    lock = Lock()

    def alone(act: Callable[[], object]) -> None:
        try:
            with using(elsewhere):
                said: object
                try:
                    said = act()
                except Moved as moved:
                    said = moved
                with lock:
                    came_to.append(said)
        finally:
            connections.close_all()

    threads = [Thread(target=alone, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_to


def taken(key: str) -> int:
    """The next serial, in a transaction of its own."""
    with transaction.atomic():
        return next_serial(key)


def test_ten_at_once_take_ten_numbers_without_a_gap(tmp_path: Path) -> None:
    elsewhere = on_disk(tmp_path / "serials.sqlite3")
    numbers = at_once(elsewhere, *[partial(taken, "notice:2026")] * 10)
    assert sorted(str(number).zfill(2) for number in numbers) == [f"{n:02d}" for n in range(1, 11)]
    with using(elsewhere):
        assert str(Serial.objects.get()) == "notice:2026 10"


def test_many_taken_at_once_go_on_where_the_last_ended() -> None:
    with transaction.atomic():
        assert [next_serials("notice", many) for many in (1, 500, 2)] == [1, 2, 502]
    assert last_serial("notice") == 503


def test_a_number_that_was_not_used_is_given_to_the_next(tmp_path: Path) -> None:
    assert taken("notice") == 1
    with transaction.atomic():
        next_serial("notice")
        transaction.set_rollback(True)
    assert taken("notice") == 2


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(jilin: Cast, tmp_path: Path) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    stated_well(case)
    clerk = whoever_holds(case)
    one, other = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    elsewhere = on_disk(tmp_path / "cases.sqlite3")
    came_to = at_once(
        elsewhere,
        partial(accept, one, by=clerk, at=AT),
        partial(return_for_correction, other, [Correction("rules", "补制度")], by=clerk, at=AT),
    )
    assert sorted(type(each).__name__ for each in came_to) == ["Event", "Moved"]
    done = next(each for each in came_to if isinstance(each, Event))
    refused = next(each for each in came_to if isinstance(each, Moved))
    assert f"已由{clerk.person.full_name}办理“{done.label}”" in refused.sentence
    with using(elsewhere):
        assert Event.objects.filter(case=case, act__in=("accept", "correct")).count() == 1
