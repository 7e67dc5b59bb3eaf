"""Sends events in batches, from a thread of its own."""

from __future__ import annotations

import atexit
import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime, timezone
from itertools import islice
from typing import Any

from ._delivery import Rejection, deliver
from .client import Breakwater
from .errors import ApiError, BreakwaterError
from .models import Event
from .retry import RetryPolicy, backoff

_log = logging.getLogger("breakwater")
_LARGEST_BATCH = 100

__all__ = ["BufferFullError", "EventSender", "Rejection", "SenderClosedError", "UndeliveredError"]


class BufferFullError(BreakwaterError):
    """There was no room in the buffer in time; the sender does not have the event."""


class SenderClosedError(BreakwaterError):
    """The sender was closed before it had the event, or before there was room for it."""


class UndeliveredError(BreakwaterError):
    """What could not be delivered before the sender's end. The server has or has not some of it: send it under its ids.

    :ivar events: all that was left, with their ids
    """

    def __init__(self, events: list[Event]) -> None:
        super().__init__(f"{len(events)} events could not be delivered.")
        self.events = events


class EventSender:
    """Sends events in batches: when a batch is full, when the first has waited long enough, on close, and when Python ends.

    An event gets its id when it is given to the sender, and stays in the buffer until the server has accepted or refused that
    id. So neither a 503, a 429, a broken connection nor an answer that was lost on its way loses an event or counts it twice. One
    batch is under way at a time, and events go in the order in which they came. Any number of threads may send.

    Python runs no handlers at its end when a signal ends it; where SIGTERM is to deliver what is left, turn it into an exit:
    ``signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))``. A process that forks makes its sender after the fork.

    :param client: with a key that may ``events:write``; its retries are left to the sender
    :param on_rejected: told of each event that the server refused for good; it is out of the buffer then. Called by the sender's
        thread
    :param on_error: told of each failed attempt, whose events stay; of events that were left at Python's end; of an exception in
        ``on_rejected``. By default they are logged
    :param batch_size: events that make a batch which is sent at once, 1 to 100
    :param flush_interval: seconds; the longest that an event waits for others
    :param capacity: events in memory at most, those on their way included
    :param min_backoff: seconds; the shortest wait after a failed attempt, which grows up to ``max_backoff``; a ``Retry-After``
        lengthens it
    :param close_timeout: seconds that ``close`` and Python's end try to deliver what is left
    :param team_id: the team that the events belong to, where the key has several
    """

    def __init__(
        self,
        client: Breakwater,
        *,
        on_rejected: Callable[[Event, Rejection], object],
        on_error: Callable[[Exception], object] | None = None,
        batch_size: int = _LARGEST_BATCH,
        flush_interval: float = 1.0,
        capacity: int = 10_000,
        min_backoff: float = 0.2,
        max_backoff: float = 30.0,
        close_timeout: float = 30.0,
        team_id: str | None = None,
    ) -> None:
        if not 1 <= batch_size <= _LARGEST_BATCH or capacity < batch_size:
            raise ValueError(f"batch_size is 1 to {_LARGEST_BATCH}, and capacity no less.")
        self._client = client.replace(retry=RetryPolicy(max_attempts=1))
        self._on_rejected = on_rejected
        self._on_error = on_error or (lambda error: _log.warning("events were not accepted yet: %s", error))
        self._batch_size = batch_size
        self._flush_interval = flush_interval
        self._capacity = capacity
        self._min_backoff = min_backoff
        self._max_backoff = max_backoff
        self._close_timeout = close_timeout
        self._team_id = team_id

        self._changed = threading.Condition()
        """Guards all that follows."""
        self._buffer: deque[Event] = deque()
        self._given = 0
        self._settled = 0
        self._hurried = 0
        """Up to here, by count, events are sent without waiting for a full batch."""
        self._oldest = 0.0
        """When the first that waits came, by the monotonic clock."""
        self._accepting = True
        self._abandoned = False
        self._thread = threading.Thread(target=self._run, name="breakwater-event-sender", daemon=True)
        self._thread.start()
        atexit.register(self._close_at_exit)

    @property
    def pending(self) -> int:
        """How many events are in memory."""
        with self._changed:
            return len(self._buffer)

    def send(self, event: Event | dict[str, Any], timeout: float | None = None) -> str:
        """Takes an event, as soon as there is room for it; whoever calls this goes no faster than the server.

        :param timeout: seconds to wait for room at most; 0 does not wait
        :returns: the id under which it is sent: its own ``message_id``, or a new one
        :raises TypeError: when something in it has no form in JSON
        :raises BufferFullError: when there was no room in time
        :raises SenderClosedError: when the sender is closed, or is before there is room
        """
        named = _named(event)
        self._client.check_json(named)
        with self._changed:
            room = self._changed.wait_for(lambda: not self._accepting or len(self._buffer) < self._capacity, timeout)
            if not self._accepting:
                raise SenderClosedError("The sender is closed; it does not have this event.")
            if not room:
                raise BufferFullError(f"{self._capacity} events wait to be sent already.")
            if not self._buffer:
                self._oldest = time.monotonic()
            self._buffer.append(named)
            self._given += 1
            self._changed.notify_all()
        return named.message_id

    def flush(self, timeout: float | None = None) -> bool:
        """Sends what there is without waiting for more.

        :returns: whether all of it was accepted or refused within the timeout (seconds; None waits for as long as it takes)
        """
        with self._changed:
            count = self._given
            self._hurried = max(self._hurried, count)
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._settled >= count or self._abandoned, timeout) and self._settled >= count

    def close(self) -> None:
        """Takes no further events, and delivers those it has.

        :raises UndeliveredError: with the events that were left when the time was over
        """
        with self._changed:
            self._accepting = False
        atexit.unregister(self._close_at_exit)
        delivered = self.flush(self._close_timeout)
        with self._changed:
            left = list(self._buffer)
            self._buffer.clear()
            self._abandoned = True
            self._changed.notify_all()
        if delivered:
            self._thread.join()
            self._client.close()
        elif left:
            raise UndeliveredError(left)

    def __enter__(self) -> EventSender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _close_at_exit(self) -> None:
        try:
            self.close()
        except UndeliveredError as error:
            self._on_error(error)

    def _run(self) -> None:
        failures = 0
        while True:
            with self._changed:
                self._await_batch()
                if self._abandoned:
                    return
                batch = list(islice(self._buffer, self._batch_size))
            outcome = deliver(self._client, batch, self._team_id)
            for event, rejection in outcome.rejected:
                self._tell(self._on_rejected, event, rejection)
            with self._changed:
                if self._abandoned:
                    return
                for _ in batch:
                    self._buffer.popleft()
                self._buffer.extendleft(reversed(outcome.kept))
                self._settled += len(batch) - len(outcome.kept)
                self._oldest = time.monotonic()
                self._changed.notify_all()
            if not outcome.kept:
                failures = 0
                continue
            failures += 1
            fault = outcome.fault or BreakwaterError(f"{len(outcome.kept)} events were not accepted yet.")
            self._tell(self._on_error, fault)
            asked = fault.retry_after if isinstance(fault, ApiError) else None
            wait = max(self._min_backoff, backoff(self._min_backoff, self._max_backoff, failures, asked))
            with self._changed:
                self._changed.wait_for(lambda: self._abandoned, wait)

    def _await_batch(self) -> None:
        """Waits until a batch is due, or the sender is at its end."""
        while not self._abandoned:
            if len(self._buffer) >= self._batch_size or self._hurried > self._settled:
                return
            if not self._buffer:
                self._changed.wait()
                continue
            wait = self._oldest + self._flush_interval - time.monotonic()
            if wait <= 0:
                return
            self._changed.wait(wait)

    def _tell(self, callback: Callable[..., object], *arguments: object) -> None:
        """The caller's exceptions must not end the thread, and are told like any other fault."""
        try:
            callback(*arguments)
        except Exception as error:  # noqa: BLE001
            if callback is self._on_error:
                _log.exception("on_error failed")
            else:
                self._tell(self._on_error, error)


def _named(event: Event | dict[str, Any]) -> Event:
    event = event if isinstance(event, Event) else Event(**event)
    return event.model_copy(
        update={
            "message_id": event.message_id or str(uuid.uuid4()),
            "timestamp": event.timestamp or datetime.now(timezone.utc),
        }
    )
