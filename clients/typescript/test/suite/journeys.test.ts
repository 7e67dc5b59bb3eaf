// The main journeys against a running suite, whose stack.json is named by BREAKWATER_STACK; `./dev clients` runs them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import {
  AuthenticationError,
  Breakwater,
  ConflictError,
  EventSender,
  NotFoundError,
  paginate,
  PermissionDeniedError,
  RateLimitedError,
  ValidationError,
} from '../../src/index.js';
import { until } from '../server.js';

const { gateway_url: baseUrl, demo } = JSON.parse(readFileSync(process.env['BREAKWATER_STACK']!, 'utf8'));
const LIMIT = { timeout: 60_000 };
// Sign-ins are limited by address; on loopback the gateway believes this header.
const ADDRESS = async ({ init }: { init: { headers?: HeadersInit } }) => ({
  headers: { ...(init.headers as Record<string, string>), 'X-Forwarded-For': '203.0.113.1' },
});
const anonymous = new Breakwater({ baseUrl });

let owner: Breakwater;
let client: Breakwater;

before(async () => {
  const { accessToken } = await anonymous.auth.login({ loginRequest: { email: demo.email, password: demo.password } }, ADDRESS);
  owner = anonymous.with({ accessToken: accessToken! });
  client = await keyed(['read', 'write'], 100_000);
});

async function keyed(scopes: string[], rateLimit: number): Promise<Breakwater> {
  const { key } = await owner.apiKeys.createApiKey({ apiKeyRequest: { name: `TypeScript ${randomUUID()}`, scopes, rateLimit } });
  return anonymous.with({ apiKey: key! });
}

/** Waits until so many events of a participant are facts, and gives their ids of ours. */
async function factsOf(participant: string, count: number): Promise<string[]> {
  let ids: string[] = [];
  await until(async () => {
    ids = [];
    for await (const event of paginate((cursor) => client.events.listParticipantEvents({ id: participant, cursor, limit: 10 }))) {
      ids.push(event.clientMessageId!);
    }
    return ids.length >= count;
  });
  return ids;
}

test('registers, signs in and creates a key', LIMIT, async () => {
  const email = `${randomUUID()}@example.com`;
  const password = `correct horse ${randomUUID()}`;
  const registered = await anonymous.auth.register({ registerRequest: { email, password, tenantName: 'Ada' } }, ADDRESS);
  assert.equal(registered.user.email, email);
  const { accessToken } = await anonymous.auth.login({ loginRequest: { email, password } }, ADDRESS);
  const { key, lastFour } = await anonymous
    .with({ accessToken: async () => accessToken! })
    .apiKeys.createApiKey({ apiKeyRequest: { name: 'server', scopes: ['read', 'write'] } });
  assert.ok(key!.endsWith(lastFour));
  const me = await anonymous.with({ apiKey: key! }).apiKeys.thisApiKey();
  assert.equal(me.name, 'server');
});

test('sends an event and reads it back', LIMIT, async () => {
  const accepted = await client.ingest.ingestEvent({
    event: { eventName: 'purchase_completed', participantId: randomUUID(), properties: { amount: 49.99, items: ['a', null] } },
  });
  await until(async () => (await client.events.getEvent({ id: accepted.eventId })).state === 'processed');
  const event = await client.events.getEvent({ id: accepted.eventId });
  assert.deepEqual(event.properties, { amount: 49.99, items: ['a', null] });
  assert.ok(event.acceptedAt instanceof Date);
});

test('sends a batch, is told of the item that does not fit, and pages through the rest', LIMIT, async () => {
  const participantId = randomUUID();
  const events = Array.from({ length: 25 }, (_, n) => ({ eventName: n === 7 ? '' : 'viewed', participantId, properties: { n } }));
  const answer = await client.ingest.ingestEventBatch({ eventBatch: { events } });
  assert.equal(answer.accepted, 24);
  assert.equal(answer.results.find(({ status }) => status === 'rejected')?.index, 7);
  assert.equal(new Set(await factsOf(participantId, 24)).size, 24);
});

test('a repeated request has one effect', LIMIT, async () => {
  const idempotencyKey = randomUUID();
  const teamRequest = { name: `Team ${idempotencyKey}` };
  const first = await owner.teams.createTeam({ teamRequest, idempotencyKey });
  assert.equal((await owner.teams.createTeam({ teamRequest, idempotencyKey })).id, first.id);
  await assert.rejects(
    owner.teams.createTeam({ teamRequest: { name: 'Another' }, idempotencyKey }),
    (error) => error instanceof ValidationError && error.status === 422 && error.code === 'IDEMPOTENCY_MISMATCH',
  );
});

test('errors have their class, code and request id', LIMIT, async () => {
  const wrong = anonymous.with({ apiKey: 'bw_live_00000000000000000000000000000000' });
  await assert.rejects(wrong.events.listEvents(), (error) => error instanceof AuthenticationError && error.code === 'INVALID_API_KEY');
  await assert.rejects(
    client.events.getEvent({ id: '0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70' }),
    (error) => error instanceof NotFoundError && error.code === 'NOT_FOUND' && error.requestId !== undefined,
  );
  await assert.rejects(
    client.apiKeys.createApiKey({ apiKeyRequest: { name: 'no' } }),
    (error) => error instanceof PermissionDeniedError && error.code === 'MISSING_SCOPE',
  );
  await assert.rejects(
    client.ingest.ingestEvent({ event: { eventName: '', participantId: 'user_1' } }),
    (error) => error instanceof ValidationError && error.status === 400 && error.errors[0]?.path === 'event_name',
  );
  const event = { eventName: 'bought', participantId: randomUUID(), messageId: randomUUID() };
  await client.ingest.ingestEventSync({ event: { ...event, properties: { n: 1 } } });
  await assert.rejects(
    client.ingest.ingestEventSync({ event: { ...event, properties: { n: 2 } } }),
    (error) => error instanceof ConflictError && error.status === 409,
  );
});

test('a limit is honoured: what is over it comes later, and all of it comes', LIMIT, async () => {
  let answers429 = 0;
  const counting: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    answers429 += response.status === 429 ? 1 : 0;
    return response;
  };
  const patient = client.with({ fetch: counting, retry: { maxAttempts: 20 } });
  const send = async () =>
    (await patient.ingest.ingestEvent({ event: { eventName: 'burst', participantId: randomUUID() } })).eventId;
  // 100 at once and 100 a second are let through: sooner or later so many at once meet the limit.
  for (let round = 0; round < 30 && answers429 === 0; round++) {
    assert.equal(new Set(await Promise.all(Array.from({ length: 200 }, send))).size, 200);
  }
  assert.ok(answers429 > 0, 'the limit of 100 a second was not met');
});

test('a limit that asks for more time than there is becomes an error that says so', LIMIT, async () => {
  const limited = (await keyed(['read'], 2)).with({ retry: { maxElapsedMs: 0 } });
  await limited.apiKeys.thisApiKey();
  await limited.apiKeys.thisApiKey();
  await assert.rejects(
    limited.apiKeys.thisApiKey(),
    (error) => error instanceof RateLimitedError && error.code === 'RATE_LIMITED' && error.retryAfter! >= 1,
  );
});

test('the sender delivers each event once', LIMIT, async () => {
  const participantId = randomUUID();
  const sender = new EventSender(client, { onRejected: (event) => assert.fail(event.messageId) });
  const sent = new Set<string>();
  for (let n = 0; n < 250; n++) {
    sent.add(await sender.send({ eventName: 'sent', participantId, properties: { n } }));
  }
  await sender.close();
  const facts = await factsOf(participantId, 250);
  assert.equal(facts.length, 250);
  assert.deepEqual(new Set(facts), sent);
});
