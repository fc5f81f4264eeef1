"""A page made from the table of topics: who is told of what, and how."""

from dengji.messages.topics import TABLE, Entry
from dengji.people.terms import Role

SITE = "站内"


def pages() -> dict[str, str]:
    """The table of what is told."""
    head = "# Who is told of what\n\nIn the site always; otherwise where somebody left an address.\n"
    rows = [
        f"| {topic.label} | {_roles(entry)} | {_ways(entry)} | {entry.help} |"
        for topic, entry in TABLE.items()
    ]
    return {
        "notifications.md": "\n".join(
            [head, "| 事项 | 岗位 | 方式 | 说明 |", "| --- | --- | --- | --- |", *rows, ""]
        )
    }


def _roles(entry: Entry) -> str:
    return "、".join(role.label for role in Role if role in entry.roles)


def _ways(entry: Entry) -> str:
    ways = "、".join([SITE, *(channel.label for channel in entry.channels)])
    return f"{ways}（不能关闭）" if entry.required else ways
