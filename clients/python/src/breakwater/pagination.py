"""Lists, over as many pages as they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Page(Protocol[T]):
    """What every list answers: some of it, and where it goes on."""

    data: list[T]
    pagination: Any


P = TypeVar("P", bound=Page)


def pages(fetch: Callable[..., P], **arguments: Any) -> Iterator[P]:
    """All pages of a list, each fetched when it is asked for.

    :param fetch: a list's method, such as ``client.events.list_events``
    :param arguments: its own; ``cursor`` begins elsewhere than at the first page
    """
    while True:
        page = fetch(**arguments)
        yield page
        if page.pagination.next_cursor is None:
            return
        arguments["cursor"] = page.pagination.next_cursor


def paginate(fetch: Callable[..., Page[T]], **arguments: Any) -> Iterator[T]:
    """All items of a list, in its order::

        for event in paginate(client.events.list_events, participant_id="user_123"):
            ...
    """
    for page in pages(fetch, **arguments):
        yield from page.data
