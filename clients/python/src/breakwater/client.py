"""The way in: one object with the API's capabilities."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import _generated as api
from ._transport import Transport
from .retry import RetryPolicy


class Breakwater:
    """Breakwater's API, by capability. Every method raises an :class:`ApiError` of the answer's kind, or a
    :class:`ConnectionFailedError`. One client serves any number of threads.

    :param base_url: where the gateway is, such as ``https://api.example.com``
    :param api_key: an API key, or ``access_token``: not both. Neither is needed to register and to sign in
    :param access_token: a user's or an administrator's access token, or what gives the present one for each request
    :param retry: how requests are repeated
    :param timeout: seconds, for each attempt
    :param idempotency_keys: whether requests that take an idempotency key get one
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        access_token: str | Callable[[], str] | None = None,
        retry: RetryPolicy = RetryPolicy(),
        timeout: float = 30.0,
        idempotency_keys: bool = True,
    ) -> None:
        if api_key is not None and access_token is not None:
            raise ValueError("Give an api_key or an access_token, not both.")
        self._options: dict[str, Any] = {
            "base_url": base_url,
            "api_key": api_key,
            "access_token": access_token,
            "retry": retry,
            "timeout": timeout,
            "idempotency_keys": idempotency_keys,
        }
        self._transport = transport = Transport(base_url, api_key, access_token, retry, timeout, idempotency_keys)
        self.administrators = api.AdministratorsApi(transport)
        self.analytics = api.AnalyticsApi(transport)
        self.api_keys = api.ApiKeysApi(transport)
        self.audit = api.AuditApi(transport)
        self.auth = api.AuthApi(transport)
        self.dead_letters = api.DeadLettersApi(transport)
        self.erasures = api.ErasuresApi(transport)
        self.events = api.EventsApi(transport)
        self.exports = api.ExportsApi(transport)
        self.ingest = api.IngestApi(transport)
        self.invitations = api.InvitationsApi(transport)
        self.kill_switches = api.KillSwitchesApi(transport)
        self.limits = api.LimitsApi(transport)
        self.members = api.MembersApi(transport)
        self.operations = api.OperationsApi(transport)
        self.plans = api.PlansApi(transport)
        self.platform = api.PlatformApi(transport)
        self.sdk = api.SdkApi(transport)
        self.teams = api.TeamsApi(transport)
        self.tenant = api.TenantApi(transport)
        self.tenants = api.TenantsApi(transport)

    def replace(self, **changes: Any) -> Breakwater:
        """A client with some options changed; a new credential replaces the old one, of whatever kind."""
        options = dict(self._options)
        if "api_key" in changes or "access_token" in changes:
            options.update(api_key=None, access_token=None)
        options.update(changes)
        return Breakwater(options.pop("base_url"), **options)

    def check_json(self, value: Any) -> None:
        """Raises TypeError, or ValueError, where a value cannot be sent."""
        json.dumps(self._transport.sanitize_for_serialization(value))

    def close(self) -> None:
        """Closes the connections that are kept."""
        self._transport.close()

    def __enter__(self) -> Breakwater:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
