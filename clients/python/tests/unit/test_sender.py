"""The sender of events: nothing is lost, nothing counts twice."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
import unittest
from pathlib import Path
from typing import Any

from breakwater import Breakwater, BufferFullError, EventSender, SenderClosedError, UndeliveredError
from breakwater.models import Event

from ..server import HANG_UP, MisbehavingServer, Received, Reply, Store, problem, unavailable, until


def event(n: int) -> Event:
    return Event(event_name="tested", participant_id="user_1", properties={"n": n})


def sender_to(server: MisbehavingServer, **options: Any) -> EventSender:
    defaults: dict[str, Any] = {
        "on_rejected": lambda *rejected: (_ for _ in ()).throw(AssertionError(rejected)),
        "on_error": lambda error: None,
        "min_backoff": 0.005,
        "max_backoff": 0.02,
    }
    return EventSender(Breakwater(server.url, api_key="bw_live_1"), **{**defaults, **options})


class SenderTest(unittest.TestCase):
    def setUp(self) -> None:
        self.store = Store()

    def test_loses_nothing_and_doubles_nothing_on_503_429_broken_connections_and_lost_answers(self) -> None:
        def reply(request: Received, count: int) -> Reply | None:
            turn = count % 5 if count < 20 else 0
            if turn == 1:
                return unavailable("0")
            if turn == 2:
                return problem(429, "RATE_LIMITED")
            if turn == 3:
                return HANG_UP
            answer = self.store.accept(request)
            return HANG_UP if turn == 4 else answer  # At 4 the store has them, and its answer is lost.

        with MisbehavingServer(reply) as server:
            ids: list[str] = []
            with sender_to(server) as sender:
                threads = [
                    threading.Thread(target=lambda first=first: ids.extend([sender.send(event(first + n)) for n in range(250)]))
                    for first in range(0, 1000, 250)
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
            self.assertEqual(len(set(ids)), 1000)
            self.assertEqual(set(self.store.accepted), set(ids))
            self.assertEqual(sender.pending, 0)

    def test_a_full_batch_goes_at_once_a_smaller_one_after_its_time(self) -> None:
        with MisbehavingServer(lambda request, _: self.store.accept(request)) as server:
            with sender_to(server, batch_size=3, flush_interval=0.3) as sender:
                begin = time.time()
                for n in range(4):
                    sender.send(event(n))
                until(lambda: len(self.store.accepted) == 4)
            self.assertEqual([len(request.body["events"]) for request in server.received], [3, 1])
            self.assertLess(server.received[0].at - begin, 0.25)
            self.assertGreaterEqual(server.received[1].at - begin, 0.29)

    def test_flush_sends_what_there_is_and_waits_for_it(self) -> None:
        with MisbehavingServer(lambda request, _: self.store.accept(request)) as server:
            with sender_to(server, flush_interval=60.0) as sender:
                sender.send({"event_name": "tested", "participant_id": "user_1", "properties": {"n": 1}})
                self.assertTrue(sender.flush())
                self.assertEqual(len(self.store.accepted), 1)

    def test_a_rejected_event_is_told_and_the_others_stay_accepted(self) -> None:
        told: list[Any] = []
        with MisbehavingServer(lambda request, _: self.store.accept(request, lambda n: n % 2 == 1)) as server:
            with sender_to(server, on_rejected=lambda *rejected: told.append(rejected)) as sender:
                for n in range(10):
                    sender.send(event(n))
                sender.flush()
                sender.send(event(11))  # Alone, so that the whole answer is a 400.
        self.assertEqual(len(self.store.accepted), 5)
        self.assertEqual([rejected.properties["n"] for rejected, _ in told], [1, 3, 5, 7, 9, 11])
        self.assertEqual(told[0][1].message, "must not be odd")

    def test_an_exception_of_a_callback_is_told_and_ends_nothing(self) -> None:
        errors: list[Exception] = []

        def fail(*_: object) -> None:
            raise KeyError("of the application")

        with MisbehavingServer(lambda request, _: self.store.accept(request, lambda n: n == 1)) as server:
            with sender_to(server, on_rejected=fail, on_error=errors.append) as sender:
                sender.send(event(1))
                sender.flush()
                sender.send(event(2))
        self.assertEqual(len(self.store.accepted), 1)
        self.assertIsInstance(errors[0], KeyError)

    def test_an_unavailable_item_is_sent_again_under_its_id_alone(self) -> None:
        def reply(request: Received, count: int) -> Reply:
            answer = self.store.accept(request)
            if count == 1:
                answer.body["results"][1]["status"] = "unavailable"
            return Reply(207 if count == 1 else 202, answer.body)

        with MisbehavingServer(reply) as server:
            with sender_to(server) as sender:
                ids = [sender.send(event(n)) for n in range(3)]
            self.assertEqual([each["message_id"] for each in server.received[1].body["events"]], [ids[1]])

    def test_one_event_for_which_a_body_is_refused_as_a_whole_does_not_hold_up_the_others(self) -> None:
        told: list[Any] = []

        def reply(request: Received, _: int) -> Reply:
            if any(each["properties"]["n"] == 7 for each in request.body["events"]):
                return problem(413, "PAYLOAD_TOO_LARGE")
            return self.store.accept(request)

        with MisbehavingServer(reply) as server:
            with sender_to(server, on_rejected=lambda *rejected: told.append(rejected)) as sender:
                for n in range(20):
                    sender.send(event(n))
        self.assertEqual(len(self.store.accepted), 19)
        self.assertEqual([rejected.properties["n"] for rejected, _ in told], [7])

    def test_a_full_buffer_holds_back_who_waits_and_refuses_who_does_not(self) -> None:
        opened = threading.Event()
        with MisbehavingServer(
            lambda request, _: self.store.accept(request) if opened.is_set() else unavailable()
        ) as server:
            sender = sender_to(server, batch_size=2, capacity=4)
            for n in range(4):
                sender.send(event(n))
            with self.assertRaises(BufferFullError):
                sender.send(event(4), timeout=0)
            waiting = threading.Thread(target=lambda: sender.send(event(5)))
            waiting.start()
            until(lambda: len(server.received) >= 3)
            self.assertTrue(waiting.is_alive())
            opened.set()
            waiting.join(20)
            sender.close()
            self.assertEqual(len(self.store.accepted), 5)
            with self.assertRaises(SenderClosedError):
                sender.send(event(6))

    def test_close_says_what_could_not_be_delivered_with_its_ids(self) -> None:
        with MisbehavingServer(lambda *_: unavailable()) as server:
            sender = sender_to(server, close_timeout=0.1)
            message_id = sender.send(event(1))
            with self.assertRaises(UndeliveredError) as raised:
                sender.close()
            self.assertEqual([left.message_id for left in raised.exception.events], [message_id])

    def test_what_json_cannot_express_is_refused_at_once(self) -> None:
        with MisbehavingServer(lambda request, _: self.store.accept(request)) as server, sender_to(server) as sender:
            with self.assertRaises((TypeError, AttributeError)):
                sender.send(Event(event_name="tested", participant_id="user_1", properties={"n": object()}))
            self.assertEqual(sender.pending, 0)

    def test_a_process_that_ends_delivers_what_it_has(self) -> None:
        endings = {
            "by itself": ("", 0),
            "by an exception": ("raise SystemExit(3)", 3),
            "by SIGTERM": (
                "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5)); os.kill(os.getpid(), signal.SIGTERM); signal.pause()",
                5,
            ),
        }
        for how, (code, status) in endings.items():
            store = Store()
            with (
                self.subTest(how),
                MisbehavingServer(lambda request, count, store=store: unavailable() if count < 3 else store.accept(request)) as server,
            ):
                script = textwrap.dedent(
                    f"""
                    import os, signal, sys
                    from breakwater import Breakwater, EventSender
                    client = Breakwater({server.url!r}, api_key="bw_live_1")
                    sender = EventSender(client, on_rejected=print, flush_interval=60.0, min_backoff=0.005)
                    for n in range(250):
                        sender.send({{"event_name": "tested", "participant_id": "user_1", "properties": {{"n": n}}}})
                    {code}
                    """
                )
                environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
                ended = subprocess.run(
                    [sys.executable, "-c", script], env=environment, timeout=60, check=False, stderr=subprocess.DEVNULL
                )
                self.assertEqual(ended.returncode, status)
                self.assertEqual(len(store.accepted), 250)
