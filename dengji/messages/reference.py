"""A page made from the table of topics: who is told of what, and how."""

from dengji.messages.topics import OUTSIDE, TABLE, Entry
from dengji.people.terms import Role

SITE = "站内"
CANDIDATES = """# What candidates are told

By short message alone, where the place's administrator has switched it on and a mobile number is on the list; each
once of a thing.
"""


def pages() -> dict[str, str]:
    """The table of what is told."""
    head = "# Who is told of what\n\nIn the site always; otherwise where somebody left an address.\n"
    rows = [
        f"| {topic.label} | {_roles(entry)} | {_ways(entry)} | {entry.help} |"
        for topic, entry in TABLE.items()
    ]
    outside = [f"| {topic.label} | {line.help} | {line.words} |" for topic, line in OUTSIDE.items()]
    table = [head, "| 事项 | 岗位 | 方式 | 说明 |", "| --- | --- | --- | --- |", *rows, ""]
    candidates = [CANDIDATES, "| 事项 | 什么时候 | 短信 |", "| --- | --- | --- |", *outside, ""]
    return {"notifications.md": "\n".join([*table, *candidates])}


def _roles(entry: Entry) -> str:
    return "、".join(role.label for role in Role if role in entry.roles)


def _ways(entry: Entry) -> str:
    ways = "、".join([SITE, *(channel.label for channel in entry.channels)])
    return f"{ways}（不能关闭）" if entry.required else ways
