"""Official letters (文书): their words filled from the text's own form, frozen when the act is done."""

from typing import Any

from dengji.people.models import Organisation
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.letters import fill
from dengji.policy.engine.pack import Letter as LetterForm
from dengji.policy.engine.truth import Truth
from dengji.prepared import insert
from dengji.procedure.findings import findings_in
from dengji.procedure.ground import Ground
from dengji.procedure.models import Event, Letter
from dengji.procedure.routing import turn_of
from dengji.procedure.serials import next_number


def issue(ground: Ground, key: str, event: Event) -> Letter:
    """Give out a letter of the text: numbered by its authority, its words frozen."""
    form = ground.pack.letters[key]
    authority = turn_of(ground.subject, form.signed_by, ground.on).organisation
    number = ""
    if form.number is not None:
        case, numbered = ground.case, ground.pack.numbers[form.number]
        number = next_number(
            numbered, kind=case.body_kind, division=case.place, year=ground.on.year, of=f"{authority.pk}:"
        )
    words = _words(ground, event, authority)
    if any("{findings}" in paragraph for paragraph in form.paragraphs):
        words["findings"] = findings_in(ground)
    letter = Letter(
        case=ground.case,
        event=event,
        key=key,
        kind=form.kind.value,
        title=form.title,
        number=number,
        authority=authority,
        addressee=ground.case.applicant.name,
        paragraphs=_paragraphs(form, words),
        issued_on=ground.on,
    )
    insert(letter)
    return letter


def _paragraphs(form: LetterForm, words: dict[str, str]) -> list[str]:
    """The paragraphs that have something to say: one whose placeholders are all empty is left out."""
    spoken_of = [[key for key in words if f"{{{key}}}" in paragraph] for paragraph in form.paragraphs]
    filled = fill(form, words)
    return [
        text
        for text, keys in zip(filled, spoken_of, strict=True)
        if not keys or any(words[key] for key in keys)
    ]


def _words(ground: Ground, event: Event, authority: Organisation) -> dict[str, str]:
    case, pack, said = ground.case, ground.pack, event.detail
    corrections = [item["says"] for item in said.get("corrections", ())]
    words = {
        "body": case.applicant.name,
        "uscc": case.applicant.uscc or "",
        "authority": authority.name,
        "matter": ground.matter.title,
        "date": spoken(ground.on),
        "case_number": case.number,
        "due": spoken(case.due_on) if case.due_on else "",
        "text_title": pack.title,
        "text_number": pack.number,
        "articles": _articles(ground, event),
        "reasons": event.reason,
        "remedies": "；".join(said.get("remedies", ())),
        "corrections": "".join(f"（{n}）{says}；" for n, says in enumerate(corrections, 1)).rstrip("；"),
    }
    granted = ("number", "valid_from", "valid_until", "occupations", "given_up", "changes", "ended_on")
    return words | {key: str(said.get(key, "")) for key in granted}


def _articles(ground: Ground, event: Event) -> str:
    """The labels of the articles that the act rests on: its own, and those of conditions that do not hold."""
    articles = ground.pack.articles
    own = articles[event.cite].label if event.cite in articles else event.cite
    return "、".join(dict.fromkeys((own, *(result["article"] for result in _unmet(event)))))


def _unmet(event: Event) -> list[dict[str, Any]]:
    """The frozen results of the conditions that do not hold and were not waived."""
    results = (event.judgement or {}).get("results", ())
    return [result for result in results if result["truth"] == Truth.NOT_MET and not result["waived"]]
