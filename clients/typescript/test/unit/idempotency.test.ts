import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breakwater } from '../../src/index.js';
import { MisbehavingServer, unavailable } from '../server.js';

const TEAM = { teamRequest: { name: 'Platform' } };
const keyOf = (server: MisbehavingServer, index: number) => server.received[index]!.headers['idempotency-key'];

test('all attempts of a request have one key, and each request its own', async () => {
  await using server = await MisbehavingServer.start((_, count) =>
    count === 1 ? unavailable() : count === 2 ? 'hang up' : { status: 201, body: {} },
  );
  const client = new Breakwater({ baseUrl: server.url, retry: { baseDelayMs: 1 } });
  await client.teams.createTeam(TEAM);
  await client.teams.createTeam(TEAM);
  assert.equal(server.received.length, 4);
  assert.match(String(keyOf(server, 0)), /^[0-9a-f-]{36}$/);
  assert.equal(keyOf(server, 1), keyOf(server, 0));
  assert.equal(keyOf(server, 2), keyOf(server, 0));
  assert.notEqual(keyOf(server, 3), keyOf(server, 0));
});

test('paths with parameters are known, and a prefix of the base URL is no hindrance', async () => {
  await using server = await MisbehavingServer.start(() => ({ status: 204 }));
  const client = new Breakwater({ baseUrl: `${server.url}/prefix/` });
  await client.teams.deleteTeam({ id: '0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70' });
  assert.equal(server.received[0]!.path, '/prefix/api/v1/teams/0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70');
  assert.ok(keyOf(server, 0));
});

test('the key of the caller stands', async () => {
  await using server = await MisbehavingServer.start(() => ({ status: 201, body: {} }));
  await new Breakwater({ baseUrl: server.url }).teams.createTeam({ ...TEAM, idempotencyKey: 'order-4711' });
  assert.equal(keyOf(server, 0), 'order-4711');
});

test('what takes no key gets none, and nothing does when it is not wished', async () => {
  await using server = await MisbehavingServer.start(() => ({ status: 200, body: { data: [], pagination: {} } }));
  const client = new Breakwater({ baseUrl: server.url });
  await client.auth.login({ loginRequest: { email: 'ada@example.com', password: 'correct horse' } });
  await client.teams.listTeams();
  await client.with({ idempotencyKeys: false }).teams.createTeam(TEAM);
  assert.deepEqual([0, 1, 2].map((index) => keyOf(server, index)), [undefined, undefined, undefined]);
});
