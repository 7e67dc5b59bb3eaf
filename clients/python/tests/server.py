"""A server on loopback that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANG_UP = None


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class MisbehavingServer:
    """:param reply: what to answer to a request, which is so many in all; None breaks the connection"""

    def __init__(self, reply: Callable[[Received, int], Reply | None]) -> None:
        self.received: list[Received] = []
        lock = threading.Lock()
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with lock:
                    received.append(Received(self.command, self.path, headers, json.loads(body) if body else None))
                    count = len(received)
                    request = received[-1]
                told = reply(request, count)
                if told is HANG_UP:
                    self.close_connection = True
                    self.connection.close()
                    return
                content = b"" if told.body is None else json.dumps(told.body).encode()
                self.send_response(told.status)
                for name, value in {"Content-Type": "application/json", **told.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """Connections that a test breaks on purpose."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> MisbehavingServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def problem(status: int, code: str, retry_after: str | None = None, **more: Any) -> Reply:
    body = {
        "type": f"urn:breakwater:problem:{code.lower()}",
        "title": code,
        "status": status,
        "detail": "It says why.",
        "code": code,
        "request_id": "request-1",
        **more,
    }
    headers = {"Content-Type": "application/problem+json"}
    return Reply(status, body, headers if retry_after is None else {**headers, "Retry-After": retry_after})


def unavailable(retry_after: str | None = None) -> Reply:
    return problem(503, "SERVICE_UNAVAILABLE", retry_after)


class Store:
    """What an ingest service keeps: events by their id, and how often each was sent."""

    def __init__(self) -> None:
        self.accepted: dict[str, int] = {}

    def accept(self, request: Received, reject: Callable[[int], bool] = lambda n: False) -> Reply:
        results = []
        for index, event in enumerate(request.body["events"]):
            refused = reject(event["properties"]["n"])
            if not refused:
                self.accepted[event["message_id"]] = self.accepted.get(event["message_id"], 0) + 1
            results.append(
                {
                    "index": index,
                    "status": "rejected" if refused else "accepted",
                    "message_id": None if refused else f"1-{index}",
                    "event_id": None,
                    "client_message_id": event["message_id"],
                    "error": {"code": "VALIDATION_ERROR", "path": f"events.{index}", "message": "must not be odd"}
                    if refused
                    else None,
                }
            )
        rejected = sum(result["status"] == "rejected" for result in results)
        status = 202 if rejected == 0 else 400 if rejected == len(results) else 207
        return Reply(
            status,
            {"accepted": len(results) - rejected, "rejected": rejected, "message_ids": [], "results": results},
        )


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("It did not come true in time.")
        time.sleep(0.01)
