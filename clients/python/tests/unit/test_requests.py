"""What is sent, how often, and what is made of the answers."""

from __future__ import annotations

import time
import unittest
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from unittest.mock import patch

from breakwater import (
    ApiError,
    AuthenticationError,
    Breakwater,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitedError,
    RetryPolicy,
    UnavailableError,
    ValidationError,
    Violation,
    paginate,
)
from breakwater.models import EventState, LoginRequest, TeamRequest
from breakwater.retry import backoff, retry_after

from ..server import HANG_UP, MisbehavingServer, Reply, problem, unavailable

VERSION = Reply(200, {"version": "1", "latest_version": None, "update_available": None})
QUICK = RetryPolicy(base_delay=0.001)
LOGIN = LoginRequest(email="ada@example.com", password="correct horse")
TEAM = TeamRequest(name="Platform")


class RetryTest(unittest.TestCase):
    def test_a_503_is_sent_again_until_it_is_answered(self) -> None:
        with MisbehavingServer(lambda _, count: unavailable() if count < 3 else VERSION) as server:
            self.assertEqual(Breakwater(server.url, retry=QUICK).operations.get_version().version, "1")
            self.assertEqual(len(server.received), 3)

    def test_a_post_that_takes_no_key_is_repeated_on_503_too(self) -> None:
        with MisbehavingServer(lambda _, count: unavailable() if count < 3 else problem(401, "UNAUTHENTICATED")) as server:
            with self.assertRaises(AuthenticationError):
                Breakwater(server.url, retry=QUICK).auth.login(LOGIN)
            self.assertEqual(len(server.received), 3)

    def test_what_a_server_asks_for_by_seconds_is_waited(self) -> None:
        with MisbehavingServer(lambda _, count: unavailable("1") if count < 2 else VERSION) as server:
            Breakwater(server.url, retry=QUICK).operations.get_version()
            waited = server.received[1].at - server.received[0].at
            self.assertGreaterEqual(waited, 0.99)
            self.assertLess(waited, 3)

    def test_what_a_server_asks_for_by_an_http_date_is_waited(self) -> None:
        date = (datetime.now(timezone.utc) + timedelta(seconds=2)).replace(microsecond=0)
        asked = format_datetime(date, usegmt=True)
        with MisbehavingServer(lambda _, count: unavailable(asked) if count < 2 else VERSION) as server:
            Breakwater(server.url, retry=QUICK).operations.get_version()
            self.assertGreaterEqual(server.received[1].at, date.timestamp() - 0.01)

    def test_attempts_are_bounded_and_the_last_answer_is_raised(self) -> None:
        with MisbehavingServer(lambda *_: unavailable()) as server:
            with self.assertRaises(UnavailableError):
                Breakwater(server.url, retry=RetryPolicy(max_attempts=3, base_delay=0.001)).operations.get_version()
            self.assertEqual(len(server.received), 3)

    def test_a_wait_that_is_longer_than_there_is_time_for_is_not_begun(self) -> None:
        begin = time.monotonic()
        with MisbehavingServer(lambda *_: problem(429, "RATE_LIMITED", "45")) as server:
            with self.assertRaises(RateLimitedError) as raised:
                Breakwater(server.url).operations.get_version()
            self.assertEqual(raised.exception.retry_after, 45)
            self.assertEqual(len(server.received), 1)
        self.assertLess(time.monotonic() - begin, 5)

    def test_a_conflict_with_its_own_first_attempt_is_waited_for(self) -> None:
        in_flight = problem(409, "IDEMPOTENCY_IN_FLIGHT", "0")
        with MisbehavingServer(lambda _, count: in_flight if count < 2 else Reply(204)) as server:
            Breakwater(server.url, retry=QUICK).teams.delete_team("0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")
            self.assertEqual(len(server.received), 2)

    def test_other_answers_are_final(self) -> None:
        with MisbehavingServer(lambda *_: problem(500, "INTERNAL_ERROR")) as server:
            with self.assertRaises(ApiError):
                Breakwater(server.url, retry=QUICK).operations.get_version()
            self.assertEqual(len(server.received), 1)

    def test_a_broken_connection_is_made_again_where_that_has_no_second_effect_and_only_there(self) -> None:
        with MisbehavingServer(lambda request, count: VERSION if request.method == "GET" and count > 1 else HANG_UP) as server:
            client = Breakwater(server.url, retry=QUICK)
            client.operations.get_version()
            self.assertEqual(len(server.received), 2)
            with self.assertRaises(ConnectionFailedError):
                client.auth.login(LOGIN)
            self.assertEqual(len(server.received), 3)

    def test_nobody_there_is_a_failed_connection(self) -> None:
        with MisbehavingServer(lambda *_: VERSION) as server:
            url = server.url
        with self.assertRaises(ConnectionFailedError):
            Breakwater(url, retry=QUICK).operations.get_version()

    def test_waits_grow_are_random_and_never_undercut_what_is_asked(self) -> None:
        for failures in range(1, 41):
            span = min(10.0, 0.2 * 2 ** (failures - 1))
            with patch("random.random", return_value=0.5):
                self.assertEqual(backoff(0.2, 10.0, failures), span / 2)
            self.assertGreaterEqual(backoff(0.2, 10.0, failures, 3.0), 3.0)

    def test_a_retry_after_that_cannot_be_read_is_none(self) -> None:
        self.assertIsNone(retry_after("soon"))
        self.assertIsNone(retry_after(None))
        self.assertEqual(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0)
        with MisbehavingServer(lambda _, count: unavailable("soon") if count < 2 else VERSION) as server:
            Breakwater(server.url, retry=QUICK).operations.get_version()


class ErrorsTest(unittest.TestCase):
    def test_each_status_has_its_class_with_all_that_the_problem_says(self) -> None:
        kinds = {
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
            500: ApiError,
            502: UnavailableError,
            503: UnavailableError,
            504: UnavailableError,
        }
        for status, kind in kinds.items():
            told = problem(status, "SOME_CODE", errors=[{"path": "name", "message": "must not be blank"}], kind="api_keys")
            with self.subTest(status), MisbehavingServer(lambda *_, told=told: told) as server:
                with self.assertRaises(ApiError) as raised:
                    Breakwater(server.url, retry=RetryPolicy(max_attempts=1)).operations.get_version()
                error = raised.exception
                self.assertIs(type(error), kind)
                self.assertEqual((error.status, error.code, error.request_id), (status, "SOME_CODE", "request-1"))
                self.assertEqual(str(error), "SOME_CODE: It says why.")
                self.assertEqual(error.errors, (Violation("name", "must not be blank"),))
                self.assertEqual(error.problem["kind"], "api_keys")
                self.assertIn("application/problem+json", server.received[0].headers["accept"])

    def test_an_answer_of_something_on_the_way_has_a_code_too(self) -> None:
        with MisbehavingServer(lambda *_: Reply(502, "Bad gateway", {"X-Request-Id": "r-2"})) as server:
            with self.assertRaises(UnavailableError) as raised:
                Breakwater(server.url).operations.get_version()
            self.assertEqual((raised.exception.code, raised.exception.request_id), ("HTTP_502", "r-2"))

    def test_two_credentials_are_refused_before_anything_is_sent(self) -> None:
        with self.assertRaises(ValueError):
            Breakwater("http://127.0.0.1:1", api_key="a", access_token="b")

    def test_a_new_credential_replaces_the_old_one_and_only_goes_into_its_header(self) -> None:
        with MisbehavingServer(lambda *_: problem(404, "NOT_FOUND")) as server:
            keyed = Breakwater(server.url, api_key="bw_live_1")
            with self.assertRaises(NotFoundError):
                keyed.sdk.sdk_config()
            with self.assertRaises(NotFoundError):
                keyed.replace(access_token=lambda: "token").auth.me()
            first, second = server.received
            self.assertEqual((first.headers["x-api-key"], first.path), ("bw_live_1", "/api/v1/sdk/config"))
            self.assertNotIn("authorization", first.headers)
            self.assertNotIn("x-api-key", second.headers)
            self.assertEqual(second.headers["authorization"], "Bearer token")

    def test_a_value_that_only_a_newer_server_knows_is_kept(self) -> None:
        self.assertEqual(EventState("archived").value, "archived")
        self.assertIs(EventState("processed"), EventState.PROCESSED)


class IdempotencyTest(unittest.TestCase):
    def test_all_attempts_of_a_request_have_one_key_and_each_request_its_own(self) -> None:
        replies = {1: unavailable(), 2: HANG_UP}
        done = problem(404, "NOT_FOUND")
        with MisbehavingServer(lambda _, count: replies.get(count, done)) as server:
            client = Breakwater(server.url, retry=QUICK)
            for _ in range(2):
                with self.assertRaises(NotFoundError):
                    client.teams.create_team(TEAM)
            keys = [request.headers["idempotency-key"] for request in server.received]
            self.assertRegex(keys[0], "^[0-9a-f-]{36}$")
            self.assertEqual(keys[:3], [keys[0]] * 3)
            self.assertNotIn(keys[3], keys[:3])
            self.assertEqual(len(keys), 4)

    def test_paths_with_parameters_are_known_and_a_prefix_of_the_base_url_is_no_hindrance(self) -> None:
        with MisbehavingServer(lambda *_: Reply(204)) as server:
            Breakwater(server.url + "/prefix/").teams.delete_team("0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")
            self.assertEqual(server.received[0].path, "/prefix/api/v1/teams/0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")
            self.assertIn("idempotency-key", server.received[0].headers)

    def test_the_key_of_the_caller_stands(self) -> None:
        with MisbehavingServer(lambda *_: problem(404, "NOT_FOUND")) as server:
            with self.assertRaises(NotFoundError):
                Breakwater(server.url).teams.create_team(TEAM, idempotency_key="order-4711")
            self.assertEqual(server.received[0].headers["idempotency-key"], "order-4711")

    def test_what_takes_no_key_gets_none_and_nothing_does_when_it_is_not_wished(self) -> None:
        with MisbehavingServer(lambda *_: problem(404, "NOT_FOUND")) as server:
            client = Breakwater(server.url)
            for call in (
                lambda: client.auth.login(LOGIN),
                client.teams.list_teams,
                lambda: client.replace(idempotency_keys=False).teams.create_team(TEAM),
            ):
                with self.assertRaises(NotFoundError):
                    call()
            self.assertEqual(len(server.received), 3)
            for request in server.received:
                self.assertNotIn("idempotency-key", request.headers)


class PaginationTest(unittest.TestCase):
    def test_all_items_come_in_order_each_page_when_it_is_asked_for(self) -> None:
        pages = {"": "b", "?cursor=b": "c", "?cursor=c": None}

        def reply(request, _):
            following = pages[request.path.removeprefix("/api/v1/members")]
            member = {
                "id": "0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70",
                "email": f"{following or 'end'}@example.com",
                "name": None,
                "role": "owner",
                "email_verified": True,
                "joined_at": "2026-01-01T00:00:00Z",
            }
            return Reply(
                200,
                {
                    "data": [member],
                    "pagination": {"limit": 1, "next_cursor": following, "has_more": following is not None},
                },
            )

        with MisbehavingServer(reply) as server:
            members = paginate(Breakwater(server.url).members.list_members)
            self.assertEqual(next(members).email, "b@example.com")
            self.assertEqual(len(server.received), 1)
            self.assertEqual([member.email for member in members], ["c@example.com", "end@example.com"])
            self.assertEqual(len(server.received), 3)
