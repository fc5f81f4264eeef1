"""Short messages: through the gateway that the settings name, here one that writes lines into a folder."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.messages.channels import mobile
from dengji.messages.fakes import write_line
from dengji.messages.faults import NotReached
from dengji.messages.models import Dispatch
from dengji.messages.sending import Sent, send_due
from dengji.messages.terms import Channel, State
from tests.cast import AT
from tests.messages.people import Town, at_body, reached, told


def lines(file: Path) -> list[dict[str, str]]:
    """What the gateway took."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_short_message_is_a_line_in_a_folder(town: Town, gateway: Path) -> None:
    reached(town.manager, phone="+86 138-0000-0001")
    told(at_body(town))
    assert send_due(at=AT) == Sent(sent=1)
    (line,) = lines(gateway)
    assert line["phone"] == "13800000001"
    assert line["text"].startswith("【等级·登记】首次备案：请补正2处，请登录查看：http")
    assert line["text"].endswith("/desk/messages/")


def test_several_at_once_are_one_short_message(town: Town, gateway: Path) -> None:
    reached(town.manager, phone="13800000001")
    told(at_body(town), key="1", title="甲" * 60)
    told(at_body(town), key="2")
    assert send_due(at=AT) == Sent(sent=2)
    (line,) = lines(gateway)
    assert "甲…等2条消息，" in line["text"]


def test_both_ways_go_out_in_one_run(town: Town, gateway: Path) -> None:
    reached(town.manager, email="zhou@example.cn", phone="13800000001")
    told(at_body(town))
    assert send_due(at=AT) == Sent(sent=2)
    sent = set(Dispatch.objects.values_list("channel", "state"))
    assert sent == {(Channel.EMAIL, State.SENT), (Channel.SMS, State.SENT)}


def test_the_gateway_takes_a_text_once_under_its_key(gateway: Path) -> None:
    for key in ("1", "1", "2"):
        write_line("13800000001", "您好", key=key)
    assert [line["key"] for line in lines(gateway)] == ["1", "2"]


def test_a_gateway_that_cannot_write_is_tried_again(
    town: Town, gateway: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    folder, settings.DENGJI_SMS_FOLDER = settings.DENGJI_SMS_FOLDER, tmp_path / "file/sms"
    with pytest.raises(NotReached):
        write_line("13800000001", "您好", key="1")
    reached(town.manager, phone="13800000001")
    told(at_body(town))
    assert send_due(at=AT) == Sent()
    settings.DENGJI_SMS_FOLDER = folder
    assert send_due(at=AT + timedelta(minutes=1)) == Sent(sent=1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800000001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("86138-0000-0001", "13800000001"),
        ("0432-12345678", ""),
        ("1380000000", ""),
        ("12800000001", ""),
        ("", ""),
    ],
)
def test_only_a_mobile_number_gets_short_messages(written: str, number: str) -> None:
    assert mobile(written) == number
