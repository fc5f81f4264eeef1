"""Three kinds of evaluation, each with its own certificate, its own form of number, and whoever issues it."""

import pytest

from dengji.certificates.forms import tables, titles
from dengji.certificates.numbers import faults
from dengji.certificates.paper.printing import DESIGNS
from dengji.occupations.levels import levels_for
from dengji.policy.engine.numbering import Numbered, prefix, render
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from tests.road import given_law

KINDS = {
    Regime.SKILL_LEVEL: ("职业技能等级证书", "Y000014000007263000001", "applicant"),
    Regime.ACCESS_QUALIFICATION: ("职业资格证书", "2604094007300001", "centre_clerk"),
    Regime.SPECIAL_ABILITY: ("专项职业能力证书", "ZX14092026000001", "centre_clerk"),
}


@pytest.fixture
def pack(db: None) -> Pack:
    """The text of Xinzhou."""
    given_law()
    return pack_of(Edition.objects.current().get(pack_id="XZ24").pk)


@pytest.mark.row("XZ24-2", "XZ24-19")
@pytest.mark.parametrize("regime", list(Regime))
def test_each_kind_has_its_certificate_its_number_and_its_issuer(pack: Pack, regime: Regime) -> None:
    """The text evaluates all three; each number is as the nation writes it, and has a design to be printed in."""
    title, number, issuer = KINDS[regime]
    of = Numbered("140902", 2026, {"kind": "employer"}, "Y000014000007", "3" if levels_for(regime) else "")
    said = pack.certificates[regime]
    form = pack.numbers[said.number]
    assert regime in pack.regimes
    assert (titles()[regime], said.issuer) == (title, issuer)
    assert (form.label, render(form, of=of, serial=1)) == (f"{title}编号", number)
    assert faults(number, tables(), 2026) == []
    assert DESIGNS[regime]


@pytest.mark.row("XZ24-2", "XZ24-19")
def test_no_series_of_one_kind_is_another_s(pack: Pack) -> None:
    """So that no serial is shared: what stands before it differs."""
    of = Numbered("140902", 2026, {"kind": "employer"}, "Y000014000007", "3")
    forms = [pack.numbers[said.number] for said in pack.certificates.values()]
    assert len({prefix(form, of=of) for form in forms}) == len(Regime)
    assert len({len(render(form, of=of, serial=1)) for form in forms[:2]}) == 2


@pytest.mark.row("XZ24-2")
def test_special_ability_alone_has_no_levels() -> None:
    """A level is evaluated in the two others."""
    assert [bool(levels_for(regime)) for regime in Regime] == [True, True, False]
