import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breakwater, ConnectionError, RateLimitedError, UnavailableError } from '../../src/index.js';
import { backoffMs, DEFAULT_RETRY } from '../../src/retry.js';
import { retryAfterMs } from '../../src/retryAfter.js';
import { MisbehavingServer, problem, unavailable, type Reply } from '../server.js';

const VERSION: Reply = { status: 200, body: { version: '1', latest_version: null, update_available: null } };
const QUICK = { baseDelayMs: 1 };

test('a 503 is sent again until it is answered', async () => {
  await using server = await MisbehavingServer.start((_, count) => (count < 3 ? unavailable() : VERSION));
  const client = new Breakwater({ baseUrl: server.url, retry: QUICK });
  assert.equal((await client.operations.getVersion()).version, '1');
  assert.equal(server.received.length, 3);
});

test('what a server asks for by seconds is waited', async () => {
  await using server = await MisbehavingServer.start((_, count) => (count < 2 ? unavailable('1') : VERSION));
  await new Breakwater({ baseUrl: server.url, retry: QUICK }).operations.getVersion();
  const waited = server.received[1]!.at - server.received[0]!.at;
  assert.ok(waited >= 990 && waited < 3000, `waited ${waited} ms`);
});

test('what a server asks for by an HTTP date is waited', async () => {
  const date = new Date(Date.now() + 2000);
  await using server = await MisbehavingServer.start((_, count) => (count < 2 ? unavailable(date.toUTCString()) : VERSION));
  await new Breakwater({ baseUrl: server.url, retry: QUICK }).operations.getVersion();
  const whole = Math.floor(date.getTime() / 1000) * 1000;
  assert.ok(server.received[1]!.at >= whole, 'came before the date');
});

test('attempts are bounded, and the last answer is thrown', async () => {
  await using server = await MisbehavingServer.start(() => unavailable());
  const client = new Breakwater({ baseUrl: server.url, retry: { ...QUICK, maxAttempts: 3 } });
  await assert.rejects(client.operations.getVersion(), UnavailableError);
  assert.equal(server.received.length, 3);
});

test('a wait that is longer than there is time for is not begun', async () => {
  await using server = await MisbehavingServer.start(() => {
    const reply = problem(429, 'RATE_LIMITED') as Exclude<Reply, string>;
    return { ...reply, headers: { ...reply.headers, 'Retry-After': '45' } };
  });
  const begin = Date.now();
  const client = new Breakwater({ baseUrl: server.url });
  await assert.rejects(client.operations.getVersion(), (error) => error instanceof RateLimitedError && error.retryAfter === 45);
  assert.equal(server.received.length, 1);
  assert.ok(Date.now() - begin < 5000);
});

test('other answers are final', async () => {
  await using server = await MisbehavingServer.start(() => problem(500, 'INTERNAL_ERROR'));
  await assert.rejects(new Breakwater({ baseUrl: server.url, retry: QUICK }).operations.getVersion());
  assert.equal(server.received.length, 1);
});

test('a broken connection is made again where that has no second effect, and only there', async () => {
  await using server = await MisbehavingServer.start(({ method }, count) => (method === 'GET' && count > 1 ? VERSION : 'hang up'));
  const client = new Breakwater({ baseUrl: server.url, retry: QUICK });
  await client.operations.getVersion();
  assert.equal(server.received.length, 2);
  await assert.rejects(client.auth.login({ loginRequest: { email: 'ada@example.com', password: 'correct horse' } }), ConnectionError);
  assert.equal(server.received.length, 3);
});

test('an attempt that takes too long counts as a broken connection', async () => {
  await using server = await MisbehavingServer.start((_, count) => (count > 1 ? VERSION : new Promise<Reply>(() => {})));
  await new Breakwater({ baseUrl: server.url, retry: QUICK, timeoutMs: 200 }).operations.getVersion();
  assert.equal(server.received.length, 2);
});

test('the caller can give up', async () => {
  await using server = await MisbehavingServer.start(() => unavailable('20'));
  const abort = new AbortController();
  const call = new Breakwater({ baseUrl: server.url }).operations.getVersion({ signal: abort.signal });
  setTimeout(() => abort.abort(), 100);
  await assert.rejects(call, { name: 'AbortError' });
});

test('waits grow, are random, and never undercut what is asked', () => {
  for (let failures = 1; failures <= 40; failures++) {
    const span = Math.min(10_000, 200 * 2 ** (failures - 1));
    assert.equal(backoffMs(DEFAULT_RETRY, failures, 0), 0);
    assert.equal(backoffMs(DEFAULT_RETRY, failures, 0.5), span / 2);
    assert.ok(backoffMs(DEFAULT_RETRY, failures, 0, 3000) >= 3000);
  }
});

test('a Retry-After that cannot be read is none', () => {
  assert.equal(retryAfterMs(new Headers({ 'Retry-After': 'soon' }), 0), undefined);
  assert.equal(retryAfterMs(new Headers(), 0), undefined);
  assert.equal(retryAfterMs(new Headers({ 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' }), Date.now()), 0);
});
