"""When a request is sent again: urllib3's Retry, with jitter, a limit of time, and answers instead of its exceptions."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.exceptions import InvalidHeader, MaxRetryError, ResponseError


@dataclass(frozen=True)
class RetryPolicy:
    """How requests are repeated.

    :ivar max_attempts: in all, the first included; 1 never repeats
    :ivar max_elapsed: seconds from the first failure to the beginning of the last attempt, at most
    :ivar base_delay: seconds; the longest wait before the second attempt, which doubles with each further one
    :ivar max_delay: seconds; the longest wait that nobody asked for. A ``Retry-After`` is honoured whole
    """

    max_attempts: int = 4
    max_elapsed: float = 30.0
    base_delay: float = 0.2
    max_delay: float = 10.0


def backoff(base_delay: float, max_delay: float, failures: int, asked: float | None = None) -> float:
    """Seconds to wait after so many failures in a row.

    Full jitter: a random part of an exponentially growing span. What a server asks for is never undercut, and the jitter comes
    on top of it.
    """
    span = min(max_delay, base_delay * 2 ** min(failures - 1, 30))
    return random.random() * span if asked is None else asked + random.random() * min(span, base_delay)


def retry_after(value: str | None) -> float | None:
    """Seconds that a ``Retry-After`` asks to wait, by number or by HTTP date; None where it cannot be read."""
    if value is None:
        return None
    try:
        return urllib3.Retry().parse_retry_after(value)
    except InvalidHeader:
        return None


class Retrying(urllib3.Retry):
    """Repeats what can succeed later: 429 and 503; 409 with a ``Retry-After``, which means that the first attempt of this very
    request is still being worked on; and, if the request may be repeated, whatever got no answer.

    The last answer is returned when attempts or time are used up, at once when the server asks for a longer wait than there is
    time for. urllib3 makes a new object for each attempt, so that one is shared by threads.
    """

    def __init__(self, policy: RetryPolicy | None = None, deadline: float | None = None, **inherited: Any) -> None:
        super().__init__(**inherited)
        self.policy = policy or RetryPolicy()
        self.deadline = deadline
        self.wait = 0.0

    @classmethod
    def of(cls, policy: RetryPolicy, repeatable: bool) -> Retrying:
        return cls(
            policy,
            total=policy.max_attempts - 1,
            read=None if repeatable else False,
            other=None if repeatable else 0,
            redirect=0,
            allowed_methods=None,
            raise_on_status=False,
            raise_on_redirect=False,
        )

    def new(self, **changed: Any) -> Retrying:
        return super().new(**{"policy": self.policy, "deadline": self.deadline, **changed})

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        return status_code in (429, 503) or (status_code == 409 and has_retry_after)

    def increment(self, method=None, url=None, response=None, error=None, _pool=None, _stacktrace=None):  # type: ignore[no-untyped-def]
        following = super().increment(method, url, response, error, _pool, _stacktrace)
        now = time.monotonic()
        following.deadline = now + self.policy.max_elapsed if self.deadline is None else self.deadline
        asked = retry_after(response.headers.get("Retry-After")) if response is not None else None
        following.wait = backoff(self.policy.base_delay, self.policy.max_delay, len(following.history), asked)
        if now + following.wait > following.deadline:
            raise MaxRetryError(_pool, url, error or ResponseError("there is no time for another attempt"))
        return following

    def sleep(self, response: Any = None) -> None:
        time.sleep(self.wait)
