"""How the tests read and press (网页测试): a page's text, an answer's faults, a form of several rows."""

from typing import Any

from django.test import Client

ROOT = "/office/registry/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    """What a page says."""
    answer = client.get(ROOT + address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def pressed(client: Client, address: str, status: int, **fields: Any) -> str:
    """What comes back when a form is sent."""
    answer = client.post(ROOT + address, fields)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def rows(prefix: str, *filled: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form of several rows."""
    counted = {f"{prefix}-TOTAL_FORMS": str(len(filled)), f"{prefix}-INITIAL_FORMS": "0"}
    return counted | {
        f"{prefix}-{n}-{name}": said for n, row in enumerate(filled) for name, said in row.items()
    }
