"""The main journeys against a running suite, whose stack.json is named by BREAKWATER_STACK; ``./dev clients`` runs them."""

from __future__ import annotations

import json
import os
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from breakwater import (
    AuthenticationError,
    Breakwater,
    ConflictError,
    EventSender,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    RetryPolicy,
    ValidationError,
    paginate,
)
from breakwater.models import (
    ApiKeyRequest,
    Event,
    EventBatch,
    EventState,
    IngestStatus,
    LoginRequest,
    RegisterRequest,
    TeamRequest,
)

from ..server import until

STACK = json.loads(Path(os.environ["BREAKWATER_STACK"]).read_text())
ADDRESS = {"X-Forwarded-For": "203.0.113.2"}
"""Sign-ins are limited by address; on loopback the gateway believes this header."""


class JourneysTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.anonymous = Breakwater(STACK["gateway_url"])
        login = LoginRequest(email=STACK["demo"]["email"], password=STACK["demo"]["password"])
        cls.owner = cls.anonymous.replace(access_token=cls.anonymous.auth.login(login, _headers=dict(ADDRESS)).access_token)
        cls.client = cls.keyed(["read", "write"], 100_000)

    @classmethod
    def keyed(cls, scopes: list[str], rate_limit: int) -> Breakwater:
        request = ApiKeyRequest(name=f"Python {uuid4()}", scopes=scopes, rate_limit=rate_limit)
        return cls.anonymous.replace(api_key=cls.owner.api_keys.create_api_key(request).key)

    def facts_of(self, participant: str, count: int) -> list[str]:
        """Waits until so many events of a participant are facts, and gives their ids of ours."""
        ids: list[str] = []

        def arrived() -> bool:
            ids[:] = [
                event.client_message_id
                for event in paginate(self.client.events.list_participant_events, id=participant, limit=10)
            ]
            return len(ids) >= count

        until(arrived, 40)
        return ids

    def test_registers_signs_in_and_creates_a_key(self) -> None:
        email, password = f"{uuid4()}@example.com", f"correct horse {uuid4()}"
        registered = self.anonymous.auth.register(
            RegisterRequest(email=email, password=password, tenant_name="Ada"), _headers=dict(ADDRESS)
        )
        self.assertEqual(registered.user.email, email)
        signed_in = self.anonymous.auth.login(LoginRequest(email=email, password=password), _headers=dict(ADDRESS))
        user = self.anonymous.replace(access_token=lambda: signed_in.access_token)
        created = user.api_keys.create_api_key(ApiKeyRequest(name="server", scopes=["read", "write"]))
        self.assertTrue(created.key.endswith(created.last_four))
        self.assertEqual(self.anonymous.replace(api_key=created.key).api_keys.this_api_key().name, "server")

    def test_sends_an_event_and_reads_it_back(self) -> None:
        properties = {"amount": 49.99, "items": ["a", None]}
        accepted = self.client.ingest.ingest_event(
            Event(event_name="purchase_completed", participant_id=str(uuid4()), properties=properties)
        )
        event_id = str(accepted.event_id)
        until(lambda: self.client.events.get_event(event_id).state is EventState.PROCESSED)
        self.assertEqual(self.client.events.get_event(event_id).properties, properties)

    def test_sends_a_batch_is_told_of_the_item_that_does_not_fit_and_pages_through_the_rest(self) -> None:
        participant = str(uuid4())
        events = [Event(event_name="viewed", participant_id=participant, properties={"n": n}) for n in range(25)]
        events[7] = Event(event_name="viewed", participant_id=participant, properties={"n": "x" * 40_000})
        answer = self.client.ingest.ingest_event_batch(EventBatch(events=events))
        self.assertEqual(answer.accepted, 24)
        self.assertEqual([each.index for each in answer.results if each.status is IngestStatus.REJECTED], [7])
        self.assertEqual(len(set(self.facts_of(participant, 24))), 24)

    def test_a_repeated_request_has_one_effect(self) -> None:
        key = str(uuid4())
        request = TeamRequest(name=f"Team {key}")
        first = self.owner.teams.create_team(request, idempotency_key=key)
        self.assertEqual(self.owner.teams.create_team(request, idempotency_key=key).id, first.id)
        with self.assertRaises(ValidationError) as raised:
            self.owner.teams.create_team(TeamRequest(name="Another"), idempotency_key=key)
        self.assertEqual((raised.exception.status, raised.exception.code), (422, "IDEMPOTENCY_MISMATCH"))

    def test_errors_have_their_class_code_and_request_id(self) -> None:
        with self.assertRaises(AuthenticationError) as unknown:
            self.anonymous.replace(api_key="bw_live_00000000000000000000000000000000").events.list_events()
        self.assertEqual(unknown.exception.code, "INVALID_API_KEY")
        with self.assertRaises(NotFoundError) as missing:
            self.client.events.get_event("0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")
        self.assertTrue(missing.exception.request_id)
        with self.assertRaises(PermissionDeniedError) as denied:
            self.client.api_keys.create_api_key(ApiKeyRequest(name="no"))
        self.assertEqual(denied.exception.code, "MISSING_SCOPE")
        with self.assertRaises(ValidationError) as invalid:
            self.client.teams.list_teams(cursor="nonsense")
        self.assertEqual((invalid.exception.status, invalid.exception.code), (400, "INVALID_CURSOR"))
        event = {"event_name": "bought", "participant_id": str(uuid4()), "message_id": str(uuid4())}
        self.client.ingest.ingest_event_sync(Event(**event, properties={"n": 1}))
        with self.assertRaises(ConflictError):
            self.client.ingest.ingest_event_sync(Event(**event, properties={"n": 2}))

    def test_a_limit_is_honoured_what_is_over_it_comes_later_and_all_of_it_comes(self) -> None:
        client = self.client.replace(retry=RetryPolicy(max_attempts=20))
        participant = str(uuid4())

        def send(n: int) -> object:
            return client.ingest.ingest_event(
                Event(event_name="burst", participant_id=participant, properties={"n": n})
            ).event_id

        # 100 at once and 100 a second are let through: sooner or later so many threads meet the limit.
        with self.assertLogs("urllib3.util.retry", "DEBUG") as repeated, ThreadPoolExecutor(32) as threads:
            for _ in range(30):
                if not repeated.records:
                    self.assertEqual(len(set(threads.map(send, range(200)))), 200)

    def test_a_limit_that_asks_for_more_time_than_there_is_becomes_an_error_that_says_so(self) -> None:
        limited = self.keyed(["read"], 2).replace(retry=RetryPolicy(max_elapsed=0))
        limited.api_keys.this_api_key()
        limited.api_keys.this_api_key()
        with self.assertRaises(RateLimitedError) as raised:
            limited.api_keys.this_api_key()
        self.assertEqual(raised.exception.code, "RATE_LIMITED")
        self.assertGreaterEqual(raised.exception.retry_after, 1)

    def test_the_sender_delivers_each_event_once(self) -> None:
        participant = str(uuid4())
        rejected: list[object] = []
        with EventSender(self.client, on_rejected=lambda *each: rejected.append(each)) as sender:
            sent = {
                sender.send(Event(event_name="sent", participant_id=participant, properties={"n": n})) for n in range(250)
            }
        facts = self.facts_of(participant, 250)
        self.assertEqual(rejected, [])
        self.assertEqual(len(facts), 250)
        self.assertEqual(set(facts), sent)
