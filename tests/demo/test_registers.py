"""What the demo's fake registers know of its bodies."""

import json
from pathlib import Path

import pytest

from dengji.demo.registers import write
from tests.cast import given_cast


@pytest.mark.django_db
def test_every_body_is_known_by_its_code_and_none_has_a_credit_record(tmp_path: Path) -> None:
    cast = given_cast()
    write(tmp_path / "new" / "registers.json")
    known = json.loads((tmp_path / "new" / "registers.json").read_text(encoding="utf-8"))
    code = cast.employer.organisation.uscc
    assert known["companies"][code]["name"] == cast.employer.organisation.name
    assert known["credit"][code] == []
