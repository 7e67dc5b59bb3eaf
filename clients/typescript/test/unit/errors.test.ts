import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiError,
  AuthenticationError,
  Breakwater,
  ConflictError,
  NotFoundError,
  PaymentRequiredError,
  PermissionDeniedError,
  RateLimitedError,
  UnavailableError,
  ValidationError,
} from '../../src/index.js';
import { MisbehavingServer, problem } from '../server.js';

const KINDS = [
  [400, ValidationError],
  [401, AuthenticationError],
  [402, PaymentRequiredError],
  [403, PermissionDeniedError],
  [404, NotFoundError],
  [409, ConflictError],
  [413, ValidationError],
  [415, ValidationError],
  [422, ValidationError],
  [429, RateLimitedError],
  [500, ApiError],
  [502, UnavailableError],
  [503, UnavailableError],
  [504, UnavailableError],
] as const;

for (const [status, kind] of KINDS) {
  test(`a ${status} is a ${kind.name}, with all that the problem says`, async () => {
    const errors = [{ path: 'name', message: 'must not be blank' }];
    await using server = await MisbehavingServer.start(() => problem(status, 'SOME_CODE', { errors, kind: 'api_keys' }));
    const client = new Breakwater({ baseUrl: server.url, retry: { maxAttempts: 1 } });
    await assert.rejects(client.operations.getVersion(), (error) => {
      assert.ok(error instanceof kind);
      assert.equal(error.constructor, kind);
      assert.equal(error.name, kind.name);
      assert.equal(error.status, status);
      assert.equal(error.code, 'SOME_CODE');
      assert.equal(error.message, 'SOME_CODE: It says why.');
      assert.equal(error.requestId, 'request-1');
      assert.deepEqual(error.errors, errors);
      assert.equal(error.problem['kind'], 'api_keys');
      return true;
    });
    assert.match(server.received[0]!.headers.accept!, /application\/problem\+json/);
  });
}

test('an answer of something on the way has a code, too', async () => {
  await using server = await MisbehavingServer.start(() => ({ status: 502, headers: { 'X-Request-Id': 'r-2' }, body: 'Bad gateway' }));
  await assert.rejects(
    new Breakwater({ baseUrl: server.url }).operations.getVersion(),
    (error) => error instanceof UnavailableError && error.code === 'HTTP_502' && error.requestId === 'r-2',
  );
});

test('two credentials are refused before anything is sent', () => {
  assert.throws(() => new Breakwater({ baseUrl: 'http://127.0.0.1:1', apiKey: 'a', accessToken: 'b' }), TypeError);
});

test('a new credential replaces the old one, and only goes into its header', async () => {
  await using server = await MisbehavingServer.start(() => ({ status: 200, body: { data: {}, memberships: [] } }));
  const keyed = new Breakwater({ baseUrl: server.url, apiKey: 'bw_live_1' });
  await keyed.sdk.sdkConfig();
  await keyed.with({ accessToken: async () => 'token' }).auth.me();
  const [first, second] = server.received;
  assert.equal(first!.headers['x-api-key'], 'bw_live_1');
  assert.equal(first!.headers.authorization, undefined);
  assert.equal(first!.path, '/api/v1/sdk/config');
  assert.equal(second!.headers['x-api-key'], undefined);
  assert.equal(second!.headers.authorization, 'Bearer token');
});
