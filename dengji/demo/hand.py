"""What somebody needs to carry a case on (办案所需): the case, its body's people, its story, its diary."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from dengji.demo.authorities import Offices
from dengji.demo.diary import Diary
from dengji.demo.profile import Profile
from dengji.demo.reading import Story
from dengji.institutions.models import Institution
from dengji.people.models import Post
from dengji.policy.engine.pack import Step
from dengji.policy.engine.terms import FAVOURABLE, Source, Verb
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState

Moments = Iterator[datetime]
"""The moments at which something is about to be done; it is done when the next one is asked for."""


@dataclass
class Hand:
    """A case in the demonstration. `turns` is what is left of the story's turns."""

    case: Case
    institution: Institution
    profile: Profile
    story: Story
    diary: Diary
    offices: Offices
    manager: Post
    papers: dict[str, bytes]
    turns: dict[str, list[Verb]] = field(default_factory=dict)

    @property
    def draw(self) -> Random:
        """Where this case's draws come from."""
        return self.diary.draw

    @property
    def says(self) -> dict[str, Any]:
        """What people say."""
        return self.profile.book.says

    @property
    def gaps(self) -> list[str]:
        """What the body lacked when it first handed in."""
        return self.profile.body.gaps

    def ground(self) -> Ground:
        """The case as it stands when the next thing is done."""
        return Ground(self.case, self.diary.last.date())

    def step(self) -> Step:
        """The step at which it stands."""
        return self.ground().step

    def holder(self) -> Post:
        """The officer whose turn it is."""
        return self.offices.post(self.case.holder, self.case.holder_role)

    def turn(self, step: Step) -> Verb:
        """What is done at the step: what the story says, else the favourable thing."""
        told = self.turns.get(step.id)
        return told.pop(0) if told else next(verb for verb in step.outcomes if verb in FAVOURABLE)

    def arrived(self) -> bool:
        """True where the story leaves the case: ended, or at its step; a draft only if none is handed in."""
        if self.case.state == CaseState.ENDED:
            return True
        handed_in = self.case.state != CaseState.DRAFT or self.story.handed_in is None
        waits = self.turns.get(self.case.step)
        return handed_in and self.case.step == self.story.stands and not waits

    def finding(self, fact: str) -> Any:
        """What somebody answers to a question of the text: what the story says, or the data for all, else yes."""
        return self.story.facts.get(fact, self.says["answers"].get(fact, True))

    def asked(self, conditions: list[str], source: Source) -> list[str]:
        """The questions that these conditions still ask of an officer, or of a panel.

        An officer also answers what happened before the system kept it, where the data have an answer to it.
        """
        ground, own = self.ground(), {**self.says["answers"], **self.story.facts}
        waiting = [used.name for used in ground.judged(conditions).unanswered]
        asked = {n: ground.pack.facts[n].from_ for n in waiting if n in ground.pack.facts}
        return [n for n in waiting if asked.get(n, Source.OFFICER if n in own else None) is source]
