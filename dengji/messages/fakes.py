"""A gateway to try with (模拟短信网关): writes each short message as a line of a file."""

import json
from fcntl import LOCK_EX, flock

from django.conf import settings

from dengji.messages.faults import NotReached

FILE = "sms.jsonl"


def write_line(phone: str, text: str, *, key: str) -> None:
    """Takes a short message, once under its key: a line of JSON in `sms.jsonl` of DENGJI_SMS_FOLDER."""
    try:
        settings.DENGJI_SMS_FOLDER.mkdir(parents=True, exist_ok=True)
        with (settings.DENGJI_SMS_FOLDER / FILE).open("a+", encoding="utf-8") as file:
            flock(file, LOCK_EX)
            file.seek(0)
            if any(json.loads(line)["key"] == key for line in file):
                return
            file.write(json.dumps({"phone": phone, "text": text, "key": key}, ensure_ascii=False) + "\n")
    except OSError as wrong:
        raise NotReached("短信没有发出") from wrong
