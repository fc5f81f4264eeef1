"""Occupation and work type put right under the same number; a wrong level by another certificate, given in exchange."""

import pytest

from dengji.certificates.acts.amending import decide, propose, replace, second
from dengji.certificates.acts.handing_out import hand_out_credential
from dengji.certificates.changing import held
from dengji.certificates.documents import paper_of
from dengji.certificates.lookup import Question, looked_up
from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.queries import exchanged_for
from dengji.certificates.terms import AmendmentKind, CertificateState
from dengji.certificates.upward import certificates
from dengji.certificates.wanted import (
    NO_WORK_TYPE,
    AmendmentEntry,
    FaceEntry,
    PersonalEntry,
    in_words,
    wanted_of,
)
from dengji.exchange.models import Request
from dengji.filings.models import Filing, ScopeRow
from dengji.occupations.models import WorkType
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed
from dengji.sealing.seals import opened
from dengji.transparency.models import Entry
from tests.cast import ELECTRICIAN, FIRE_OPERATOR, TURNER, given_post
from tests.certificates.test_amending import LATER
from tests.certified import given_certificate
from tests.issue import given_batch, given_issued
from tests.road import manager_of

pytestmark = pytest.mark.row("JL25-12")
People = tuple[Post, Post, Post]


@pytest.fixture
def certificate(filing: Filing) -> Certificate:
    """The one certificate of a batch of level 4; the filing has level 5 too, and fire operators from level 4 on."""
    ScopeRow.objects.create(
        filing=filing,
        code=FIRE_OPERATOR,
        name="消防设施操作员",
        levels=["4"],
        audience="own_staff",
        from_on=filing.valid_from,
    )
    return Certificate.objects.get(line__release=given_issued(given_batch(filing, 1)))


@pytest.fixture
def people(certificate: Certificate) -> People:
    """Who asks, who seconds, and who decides."""
    assert certificate.institution is not None
    assert certificate.filing is not None
    asks = manager_of(certificate.institution)
    seconds = given_post(asks.organisation, Role.STAFF, "复核员")
    return asks, seconds, given_post(certificate.filing.authority, Role.REVIEWER, "核准员")


def asked(certificate: Certificate, kind: AmendmentKind, people: People, **face: str) -> Amendment:
    """A request about its face."""
    entry = AmendmentEntry(kind, "录入有误", face=FaceEntry(**face))
    return propose(certificate, entry, by=people[0], at=LATER)


def agreed(made: Amendment, people: People) -> Amendment:
    """Seconded and decided."""
    second(made, by=people[1], at=LATER)
    return decide(made, by=people[2], at=LATER)


def found(number: str) -> tuple[str, list[str]]:
    """What the public is told of a number: its state, and what happened."""
    shown = looked_up(Question(number, "", "考生一"))[0]
    return shown.state, [each.says for each in shown.history]


def test_an_occupation_is_corrected_under_the_same_number(certificate: Certificate, people: People) -> None:
    """By its whole name; signed anew, in the log, told upwards; what it said before stays sealed."""
    made = asked(certificate, AmendmentKind.CORRECT, people, occupation="消防设施操作员")
    assert in_words(wanted_of(made))["code"] == f"消防设施操作员 {FIRE_OPERATOR}"
    agreed(made, people)
    now = Certificate.objects.get()
    assert (now.number, now.code, now.occupation) == (certificate.number, FIRE_OPERATOR, "消防设施操作员")
    assert bytes(now.commitment) != bytes(certificate.commitment)
    assert opened(now.events.get().before)["code"] == ELECTRICIAN
    assert found(now.number) == (CertificateState.VALID, ["更正职业"])
    assert Entry.objects.count() == 2
    assert Request.objects.filter(about=f"certificate:{now.pk}:2").exists()


def test_a_work_type_is_one_of_the_occupation_s_or_none(certificate: Certificate, people: People) -> None:
    """One that the occupation has is written; one that it has not is refused by name; it can be taken off again."""
    known = WorkType.objects.create(occupation_id=ELECTRICIAN, name="维修电工").name
    with pytest.raises(NotAllowed, match="没有“焊工”这个工种"):
        asked(certificate, AmendmentKind.CORRECT, people, work_type="焊工")
    agreed(asked(certificate, AmendmentKind.CORRECT, people, work_type=known), people)
    now = held(certificate.pk)
    assert (now.work_type, now.code) == (known, ELECTRICIAN)
    agreed(asked(now, AmendmentKind.CORRECT, people, work_type=NO_WORK_TYPE), people)
    assert held(certificate.pk).work_type == ""


def test_an_occupation_is_one_that_the_filing_had(certificate: Certificate, people: People) -> None:
    """None of the catalogue, none of the filing, the one that it names already."""
    for occupation, says in (
        ("焊接大师", "没有叫“焊接大师”的职业"),
        (TURNER, "备案范围里没有车工"),
        ("电工", "和现在的一样"),
    ):
        with pytest.raises(NotAllowed, match=says):
            asked(certificate, AmendmentKind.CORRECT, people, occupation=occupation)


def test_a_wrong_level_is_another_certificate_under_another_number(
    certificate: Certificate, people: People
) -> None:
    """The old one is withdrawn, the new one valid, each names the other; both stand in the log; the roll goes over."""
    made = agreed(asked(certificate, AmendmentKind.EXCHANGE, people, level="5"), people)
    old, new = Certificate.objects.get(pk=certificate.pk), made.became
    assert new is not None
    assert (new.number, new.level, new.state) == ("Y000012000900265000001", "5", CertificateState.VALID)
    assert (old.level, old.state, old.line) == ("4", CertificateState.WITHDRAWN, None)
    assert opened(new.sealed)["name"] == "考生一"
    assert (new.line_id, exchanged_for(new)) == (certificate.line_id, old)
    assert found(old.number) == (CertificateState.WITHDRAWN, [f"等级有误，换发为编号{new.number}的证书"])
    assert found(new.number) == (
        CertificateState.VALID,
        [f"因等级有误换发，代替编号{old.number}的证书"],
    )
    assert (Entry.objects.count(), new.entry) == (3, 2)
    assert paper_of(new).face.level_label == "五级/初级工"
    sent = Request.objects.filter(about__startswith="certificate:").order_by("pk")
    assert [each.about for each in sent] == [f"certificate:{old.pk}:2", f"certificate:{new.pk}:1"]


def test_what_was_reported_of_the_batch_stays_what_it_was(certificate: Certificate, people: People) -> None:
    """The report of the release names the number that was issued, so that the network's answer still fits it."""
    report = Request.objects.get(about__startswith="release:")
    before = [row["certificate"] for row in certificates(report.payload)["rows"]]
    agreed(asked(certificate, AmendmentKind.EXCHANGE, people, level="5"), people)
    assert [row["certificate"] for row in certificates(report.payload)["rows"]] == before
    assert before == [certificate.number]


def test_what_was_exchanged_is_neither_restored_nor_given_out_again(
    certificate: Certificate, people: People
) -> None:
    """Of the old one nothing more is asked; the new one can be given out, and corrected, as any other."""
    new = agreed(asked(certificate, AmendmentKind.EXCHANGE, people, level="5"), people).became
    assert new is not None
    old = held(certificate.pk)
    with pytest.raises(NotAllowed, match=f"已经换发，现在有效的是{new.number}"):
        propose(old, AmendmentEntry(AmendmentKind.RESTORE, "经查"), by=people[0], at=LATER)
    with pytest.raises(NotAllowed, match="不能补发"):
        replace(old, "遗失", version=old.version, by=people[0], at=LATER)
    with pytest.raises(NotAllowed, match="不能打印"):
        hand_out_credential(old, by=people[0], at=LATER)
    replace(held(new.pk), "遗失", version=1, by=people[0], at=LATER)
    assert held(new.pk).version == 2


def test_a_level_is_another_and_one_of_the_filing(certificate: Certificate, people: People) -> None:
    """The one that it has, one that the filing never had, none at all."""
    for level, says in (("4", "和现在的一样"), ("1", "备案范围里没有"), ("x", "请选择")):
        with pytest.raises(NotAllowed, match=says):
            asked(certificate, AmendmentKind.EXCHANGE, people, level=level)
    assert not Amendment.objects.exists()


def test_of_a_certificate_of_before_the_occupation_is_corrected_and_it_is_still_found(
    certificate: Certificate, people: People
) -> None:
    """Its holder is known by what he was known by; from now on it has a face and a place in the log."""
    old = given_certificate(
        "Y000012000900254000009", filing=certificate.filing, institution=certificate.institution
    )
    agreed(asked(old, AmendmentKind.CORRECT, people, occupation=FIRE_OPERATOR), people)
    now = held(old.pk)
    assert (now.code, bytes(now.identity), bytes(now.named)) == (FIRE_OPERATOR, old.identity, old.named)
    assert now.entry == 1
    named = AmendmentEntry(AmendmentKind.CORRECT, "改名", PersonalEntry(name="王晓明"))
    agreed(propose(now, named, by=people[0], at=LATER), people)
    assert bytes(held(old.pk).identity) == old.identity


def test_a_certificate_of_before_has_no_number_of_ours_to_exchange(
    certificate: Certificate, people: People
) -> None:
    """One that was entered without a roll is exchanged where it was issued."""
    Certificate.objects.filter(pk=certificate.pk).update(line=None)
    with pytest.raises(NotAllowed, match="不是由本系统编号核发的"):
        asked(held(certificate.pk), AmendmentKind.EXCHANGE, people, level="5")
