"""Between the generated methods and the wire: credential, idempotency key, repetition, errors. Used by any number of threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import urllib3

from ._generated import ApiClient, Configuration
from ._generated.rest import RESTClientObject, RESTResponse
from ._idempotency import is_repeatable, name_request
from .errors import ConnectionFailedError, error_of
from .retry import RetryPolicy, Retrying, retry_after

_POOL_SIZE = 16


class Transport(ApiClient):
    """The generated client's way to send."""

    def __init__(
        self,
        base_url: str,
        api_key: str | None,
        access_token: str | Callable[[], str] | None,
        retry: RetryPolicy,
        timeout: float,
        idempotency_keys: bool,
    ) -> None:
        super().__init__(_configuration(base_url, Retrying.of(retry, repeatable=True)))
        self._unrepeatable = RESTClientObject(_configuration(base_url, Retrying.of(retry, repeatable=False)))
        self._api_key = api_key
        self._access_token = access_token
        self._timeout = timeout
        self._idempotency_keys = idempotency_keys
        self.user_agent = "breakwater-python"

    def call_api(
        self,
        method: str,
        url: str,
        header_params: dict[str, str] | None = None,
        body: Any = None,
        post_params: Any = None,
        _request_timeout: Any = None,
    ) -> RESTResponse:
        headers = {**(header_params or {}), "Accept": "application/json, application/problem+json"}
        if header_params and "json" not in header_params.get("Accept", "json"):
            headers["Accept"] = header_params["Accept"] + ", application/problem+json"
        self._add_credential(headers)
        if self._idempotency_keys:
            name_request(method, url, headers)
        rest = self.rest_client if is_repeatable(method, headers) else self._unrepeatable
        try:
            response = rest.request(
                method,
                url,
                headers=headers,
                body=body,
                post_params=post_params,
                _request_timeout=_request_timeout or self._timeout,
            )
            data = response.read()
        except urllib3.exceptions.HTTPError as fault:
            parts = urlsplit(url)
            raise ConnectionFailedError(f"There was no answer from {parts.scheme}://{parts.netloc}.") from fault
        if not 200 <= response.status <= 299:
            raise error_of(
                response.status,
                data,
                response.headers.get("X-Request-Id"),
                retry_after(response.headers.get("Retry-After")),
            )
        return response

    def close(self) -> None:
        """Closes the connections that are kept."""
        self.rest_client.pool_manager.clear()
        self._unrepeatable.pool_manager.clear()

    def _add_credential(self, headers: dict[str, str]) -> None:
        if self._api_key is not None:
            headers["X-API-Key"] = self._api_key
        elif self._access_token is not None:
            token = self._access_token if isinstance(self._access_token, str) else self._access_token()
            headers["Authorization"] = f"Bearer {token}"


def _configuration(base_url: str, retries: Retrying) -> Configuration:
    configuration = Configuration(host=base_url.rstrip("/"))
    configuration.retries = retries
    configuration.connection_pool_maxsize = _POOL_SIZE
    return configuration
