"""The post in which somebody acts (当前岗位): one that the person holds today, chosen or the first."""

from collections.abc import MutableMapping, Sequence
from datetime import date
from typing import Any

from dengji.people.models import Post
from dengji.people.queries import posts_of
from dengji.people.refusals import Refused

KEY = "post"


def active_post(session: MutableMapping[str, Any], person_id: int | None, on: date) -> Post | None:
    """The post that the session chose if it is still held that day, else the first; None without any."""
    return None if person_id is None else chosen_of(session, list(posts_of(person_id, on)))


def chosen_of(session: MutableMapping[str, Any], held: Sequence[Post]) -> Post | None:
    """Of the posts that somebody holds, the one that the session chose, else the first."""
    chosen = session.get(KEY)
    return next((post for post in held if post.pk == chosen), held[0] if held else None)


def choose_post(session: MutableMapping[str, Any], person_id: int, post_id: int, on: date) -> Post:
    """切换岗位: act in another of one's own posts from now on. Raises Refused for one not held that day."""
    for post in posts_of(person_id, on):
        if post.pk == post_id:
            session[KEY] = post.pk
            return post
    raise Refused("您没有这个岗位，或者该岗位已经结束。", remedy="请从自己的岗位中选择。")
