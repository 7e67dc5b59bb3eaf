"""Calls Breakwater's API: retries, typed errors, idempotency keys, pagination, and a sender of events that loses none."""

from .client import Breakwater
from .errors import (
    ApiError,
    AuthenticationError,
    BreakwaterError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitedError,
    UnavailableError,
    ValidationError,
    Violation,
)
from .pagination import pages, paginate
from .retry import RetryPolicy
from .sender import BufferFullError, EventSender, Rejection, SenderClosedError, UndeliveredError

__all__ = [
    "ApiError",
    "AuthenticationError",
    "Breakwater",
    "BreakwaterError",
    "BufferFullError",
    "ConflictError",
    "ConnectionFailedError",
    "EventSender",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitedError",
    "Rejection",
    "RetryPolicy",
    "SenderClosedError",
    "UnavailableError",
    "UndeliveredError",
    "ValidationError",
    "Violation",
    "pages",
    "paginate",
]
