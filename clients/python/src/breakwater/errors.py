"""What calls raise. Each class stands for one kind of answer; the code in it is stable, the message is for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class BreakwaterError(Exception):
    """All that this package raises of itself."""


class ConnectionFailedError(BreakwaterError):
    """There was no answer: no connection, a broken one, or none in time. Whether the request had an effect is not known."""


@dataclass(frozen=True)
class Violation:
    """A part of the request that does not fit, and why."""

    path: str
    message: str


class ApiError(BreakwaterError):
    """The server answered with an error.

    :ivar status: of HTTP
    :ivar code: one of docs/errors.md, or ``HTTP_<status>`` where something on the way answered
    :ivar request_id: to quote to the operator, or None
    :ivar retry_after: seconds that the server asks to wait, or None
    :ivar errors: which parts of the request do not fit
    :ivar problem: the whole body (RFC 9457), with whatever the code adds
    """

    def __init__(self, status: int, problem: Mapping[str, Any], request_id: str | None, retry_after: float | None) -> None:
        self.status = status
        self.problem = problem
        self.code: str = problem.get("code") or f"HTTP_{status}"
        self.request_id: str | None = problem.get("request_id") or request_id
        self.retry_after = retry_after
        self.errors = tuple(
            Violation(str(each.get("path", "")), str(each.get("message", "")))
            for each in problem.get("errors") or ()
            if isinstance(each, Mapping)
        )
        self.message: str = problem.get("detail") or problem.get("title") or f"The server answered {status}."
        super().__init__(f"{self.code}: {self.message}")


class AuthenticationError(ApiError):
    """401: no credential, or one that is no good."""


class PaymentRequiredError(ApiError):
    """402: the subscription is past due or cancelled."""


class PermissionDeniedError(ApiError):
    """403: the credential is good, but not for this."""


class NotFoundError(ApiError):
    """404: there is no such thing here."""


class ConflictError(ApiError):
    """409: the present state does not allow it."""


class ValidationError(ApiError):
    """400, 413, 415, 422: the request is at fault; ``errors`` says where."""


class RateLimitedError(ApiError):
    """429: a limit is met, or a quota used up (``code`` is ``QUOTA_EXCEEDED``)."""


class UnavailableError(ApiError):
    """502, 503, 504: for now it is not possible."""


_CLASSES: Mapping[int, type[ApiError]] = {
    400: ValidationError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: ValidationError,
    415: ValidationError,
    422: ValidationError,
    429: RateLimitedError,
    502: UnavailableError,
    503: UnavailableError,
    504: UnavailableError,
}


def error_of(status: int, body: bytes, request_id: str | None, retry_after: float | None) -> ApiError:
    """The error of an answer, whatever its body holds: what stands in the way may not speak RFC 9457."""
    try:
        problem = json.loads(body)
    except ValueError:
        problem = {}
    if not isinstance(problem, dict):
        problem = {}
    return _CLASSES.get(status, ApiError)(status, problem, request_id, retry_after)
