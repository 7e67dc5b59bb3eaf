"""Which requests take an idempotency key, as the API's document says."""

from __future__ import annotations

import re
import uuid
from collections.abc import MutableMapping
from urllib.parse import urlsplit

from ._generated.operations import OPERATIONS

_HEADER = "Idempotency-Key"
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_TAKING = [
    (method, re.compile("(?:^|/)" + re.sub(r"\\\{.+?\\\}", "[^/]+", re.escape(path.lstrip("/"))) + "$"))
    for method, path, headers in OPERATIONS
    if _HEADER in headers
]


def name_request(method: str, url: str, headers: MutableMapping[str, str]) -> None:
    """Names the request by a new key, where its operation takes one and it has none yet."""
    if _HEADER not in headers:
        path = urlsplit(url).path
        if any(method == taking and pattern.search(path) for taking, pattern in _TAKING):
            headers[_HEADER] = str(uuid.uuid4())


def is_repeatable(method: str, headers: MutableMapping[str, str]) -> bool:
    """Whether sending the request twice has the effect of sending it once."""
    return method in _REPEATABLE or _HEADER in headers
