import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breakwater, paginate } from '../../src/index.js';
import { MisbehavingServer } from '../server.js';

test('all items come in order, each page when it is asked for', async () => {
  await using server = await MisbehavingServer.start(({ path }) => {
    const from = Number(new URL(path, 'http://any').searchParams.get('cursor') ?? 0);
    return {
      status: 200,
      body: {
        data: [from, from + 1].map((n) => ({ event_id: `event-${n}`, state: 'processed' })),
        pagination: { limit: 2, next_cursor: from < 4 ? String(from + 2) : null, has_more: from < 4 },
      },
    };
  });
  const client = new Breakwater({ baseUrl: server.url });
  const ids: string[] = [];
  for await (const event of paginate((cursor) => client.events.listEvents({ cursor, limit: 2 }))) {
    ids.push(event.eventId);
    if (ids.length === 2) {
      assert.equal(server.received.length, 1);
    }
  }
  assert.deepEqual(ids, [0, 1, 2, 3, 4, 5].map((n) => `event-${n}`));
  assert.equal(server.received.length, 3);
});
