import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import {
  Breakwater,
  BufferFullError,
  EventSender,
  SenderClosedError,
  UndeliveredError,
  type EventSenderOptions,
  type NamedEvent,
  type Rejection,
} from '../../src/index.js';
import { MisbehavingServer, problem, unavailable, until, type Received, type Reply } from '../server.js';

const LIMIT = { timeout: 20_000 };
const event = (n: number) => ({ eventName: 'tested', participantId: 'user_1', properties: { n } });

/** What an ingest service keeps: events by their id, and how often each was sent. */
class Store {
  readonly accepted = new Map<string, number>();

  accept(request: Received, reject: (properties: { n: number }) => boolean = () => false): Reply {
    const results = request.body.events.map((each: { message_id: string; properties: { n: number } }, index: number) => {
      const refused = reject(each.properties);
      if (!refused) {
        this.accepted.set(each.message_id, (this.accepted.get(each.message_id) ?? 0) + 1);
      }
      return {
        index,
        status: refused ? 'rejected' : 'accepted',
        message_id: refused ? null : `1-${index}`,
        event_id: null,
        client_message_id: each.message_id,
        error: refused ? { code: 'VALIDATION_ERROR', path: `events.${index}`, message: 'must not be odd' } : null,
      };
    });
    const rejected = results.filter(({ status }: { status: string }) => status === 'rejected').length;
    return {
      status: rejected === 0 ? 202 : rejected === results.length ? 400 : 207,
      body: { accepted: results.length - rejected, rejected, message_ids: [], results },
    };
  }
}

function senderTo(server: MisbehavingServer, options: Partial<EventSenderOptions> = {}): EventSender {
  return new EventSender(new Breakwater({ baseUrl: server.url, apiKey: 'bw_live_1' }), {
    onRejected: () => assert.fail('nothing is rejected here'),
    onError: () => undefined,
    minBackoffMs: 5,
    maxBackoffMs: 20,
    ...options,
  });
}

test('loses nothing and doubles nothing on 503, 429, broken connections and lost answers', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request, count) => {
    switch (count < 20 ? count % 5 : 0) {
      case 1:
        return unavailable('0');
      case 2:
        return problem(429, 'RATE_LIMITED');
      case 3:
        return 'hang up';
      case 4:
        store.accept(request); // It has them, and its answer is lost.
        return 'hang up';
      default:
        return store.accept(request);
    }
  });
  const sender = senderTo(server);
  const ids = await Promise.all(Array.from({ length: 1000 }, (_, n) => sender.send(event(n))));
  await sender.close();
  assert.equal(new Set(ids).size, 1000);
  assert.deepEqual(new Set(store.accepted.keys()), new Set(ids));
  assert.equal(sender.pending, 0);
});

test('a full batch goes at once, a smaller one after its time', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request) => store.accept(request));
  const sender = senderTo(server, { batchSize: 3, flushIntervalMs: 300 });
  const begin = Date.now();
  for (let n = 0; n < 4; n++) {
    sender.sendNow(event(n));
  }
  const keepsAlive = setInterval(() => undefined, 50);
  await until(() => store.accepted.size === 4);
  clearInterval(keepsAlive);
  assert.deepEqual(server.received.map(({ body }) => body.events.length), [3, 1]);
  assert.ok(server.received[0]!.at - begin < 250);
  assert.ok(server.received[1]!.at - begin >= 290);
  await sender.close();
});

test('flush sends what there is and waits for it', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request) => store.accept(request));
  const sender = senderTo(server, { flushIntervalMs: 60_000 });
  sender.sendNow(event(1));
  await sender.flush();
  assert.equal(store.accepted.size, 1);
  await sender.close();
});

test('a rejected event is told and the others stay accepted', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request) => store.accept(request, ({ n }) => n % 2 === 1));
  const told: [NamedEvent, Rejection][] = [];
  const sender = senderTo(server, { onRejected: (...rejected) => told.push(rejected) });
  for (let n = 0; n < 10; n++) {
    sender.sendNow(event(n));
  }
  await sender.flush();
  sender.sendNow(event(11)); // Alone, so that the whole answer is a 400.
  await sender.close();
  assert.equal(store.accepted.size, 5);
  assert.deepEqual(told.map(([{ properties }]) => properties!['n']), [1, 3, 5, 7, 9, 11]);
  assert.equal(told[0]![1].message, 'must not be odd');
});

test('an unavailable item is sent again under its id, alone', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request, count) => {
    const reply = store.accept(request) as Exclude<Reply, string>;
    if (count === 1) {
      const { results } = reply.body as { results: { status: string }[] };
      results[1]!.status = 'unavailable';
      return { ...reply, status: 207 };
    }
    return reply;
  });
  const sender = senderTo(server);
  const ids = [1, 2, 3].map((n) => sender.sendNow(event(n)));
  await sender.close();
  assert.deepEqual(server.received[1]!.body.events.map((each: { message_id: string }) => each.message_id), [ids[1]]);
});

test('one event for which a body is refused as a whole does not hold up the others', LIMIT, async () => {
  const store = new Store();
  await using server = await MisbehavingServer.start((request) =>
    request.body.events.some(({ properties }: { properties: { n: number } }) => properties.n === 7)
      ? problem(413, 'PAYLOAD_TOO_LARGE')
      : store.accept(request),
  );
  const told: NamedEvent[] = [];
  const sender = senderTo(server, { onRejected: (rejected) => told.push(rejected) });
  for (let n = 0; n < 20; n++) {
    sender.sendNow(event(n));
  }
  await sender.close();
  assert.equal(store.accepted.size, 19);
  assert.deepEqual(told.map(({ properties }) => properties!['n']), [7]);
});

test('a full buffer holds back who waits and refuses who does not', LIMIT, async () => {
  const store = new Store();
  let open = false;
  await using server = await MisbehavingServer.start((request) => (open ? store.accept(request) : unavailable()));
  const sender = senderTo(server, { batchSize: 2, capacity: 4 });
  for (let n = 0; n < 4; n++) {
    sender.sendNow(event(n));
  }
  assert.throws(() => sender.sendNow(event(4)), BufferFullError);
  let taken = false;
  const waiting = sender.send(event(5)).then(() => (taken = true));
  await until(() => server.received.length >= 3);
  assert.equal(taken, false);
  open = true;
  await waiting;
  await sender.close();
  assert.equal(store.accepted.size, 5);
  assert.throws(() => sender.sendNow(event(6)), SenderClosedError);
});

test('close says what could not be delivered, with its ids', LIMIT, async () => {
  await using server = await MisbehavingServer.start(() => unavailable());
  const sender = senderTo(server, { closeTimeoutMs: 100 });
  const id = sender.sendNow(event(1));
  await assert.rejects(sender.close(), (error) => error instanceof UndeliveredError && error.events[0]!.messageId === id);
});

test('what JSON cannot express is refused at once', () => {
  const sender = new EventSender(new Breakwater({ baseUrl: 'http://127.0.0.1:1' }), { onRejected: () => undefined, flushOnExit: false });
  assert.throws(() => sender.sendNow({ ...event(1), properties: { n: 1n } }), TypeError);
  assert.equal(sender.pending, 0);
});

const EXITS: [string, string, string | number | null][] = [
  ['ends by itself', '', 0],
  ['is asked to by SIGTERM', 'setInterval(() => undefined, 1000); process.kill(process.pid, "SIGTERM");', 'SIGTERM'],
  ['is asked to by SIGINT', 'setInterval(() => undefined, 1000); process.kill(process.pid, "SIGINT");', 'SIGINT'],
];
for (const [how, code, end] of EXITS) {
  test(`a process that ${how} delivers what it has`, LIMIT, async () => {
    const store = new Store();
    await using server = await MisbehavingServer.start((request, count) => (count < 3 ? unavailable() : store.accept(request)));
    const script = `
      import { Breakwater, EventSender } from ${JSON.stringify(new URL('../../src/index.js', import.meta.url).href)};
      const client = new Breakwater({ baseUrl: ${JSON.stringify(server.url)}, apiKey: 'bw_live_1' });
      const sender = new EventSender(client, { onRejected: () => {}, flushIntervalMs: 60000, minBackoffMs: 5, onError: () => {} });
      for (let n = 0; n < 250; n++) sender.sendNow({ eventName: 'tested', participantId: 'user_1', properties: { n } });
      ${code}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit'] });
    const ended = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ?? status)));
    assert.equal(ended, end);
    assert.equal(store.accepted.size, 250);
  });
}
