"""One attempt to send a batch of events. Nothing is raised: what the server did not settle is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .client import Breakwater
from .errors import ApiError
from .models import BatchAnswer, Event, EventBatch

_AT_FAULT = (400, 413, 422)
"""Statuses which say that something of the request itself is wrong, so that it will be answered alike again."""


@dataclass(frozen=True)
class Rejection:
    """Why the server does not take an event. Sending it again unchanged would not help."""

    code: str
    path: str
    message: str


@dataclass
class Outcome:
    """What became of the events of one attempt: those in neither list were accepted."""

    rejected: list[tuple[Event, Rejection]] = field(default_factory=list)
    kept: list[Event] = field(default_factory=list)
    """To be sent again, in their order."""
    fault: Exception | None = None
    """Why events were kept."""


def deliver(client: Breakwater, batch: Sequence[Event], team_id: str | None) -> Outcome:
    try:
        return _settle(batch, client.ingest.ingest_event_batch(EventBatch(events=list(batch)), team_id=team_id))
    except ApiError as error:
        if isinstance(error.problem.get("results"), list):
            return _settle(batch, BatchAnswer.from_dict(dict(error.problem)), error)
        if error.status not in _AT_FAULT:
            return Outcome(kept=list(batch), fault=error)
        return _refused(batch[0], error) if len(batch) == 1 else _halved(client, batch, team_id)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the events stay, and it is told
        return Outcome(kept=list(batch), fault=fault)


def _halved(client: Breakwater, batch: Sequence[Event], team_id: str | None) -> Outcome:
    """Finds the event for which a whole batch was refused; the others are not to suffer."""
    middle = len(batch) // 2
    first = deliver(client, batch[:middle], team_id)
    second = deliver(client, batch[middle:], team_id)
    return Outcome(first.rejected + second.rejected, first.kept + second.kept, first.fault or second.fault)


def _refused(event: Event, error: ApiError) -> Outcome:
    path, message = (error.errors[0].path, error.errors[0].message) if error.errors else ("", error.message)
    return Outcome(rejected=[(event, Rejection(error.code, path, message))])


def _settle(batch: Sequence[Event], answer: BatchAnswer, fault: Exception | None = None) -> Outcome:
    results = {result.index: result for result in answer.results}
    outcome = Outcome(fault=fault)
    for index, event in enumerate(batch):
        result = results.get(index)
        status = result.status.value if result else "unavailable"
        if result and status == "rejected":
            error = result.error
            outcome.rejected.append(
                (event, Rejection(error.code.value, error.path, error.message) if error else Rejection("UNKNOWN", "", ""))
            )
        elif status != "accepted":
            outcome.kept.append(event)
    return outcome
