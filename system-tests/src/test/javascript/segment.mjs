// Sends one call of each kind with Segment's SDK for Node, as its documentation shows it.
// Arguments: host, write key, user id. Writes one JSON line for each answer that the SDK gets, and at the end one with the
// ids of the messages that it says are delivered. Ends with 1 when it gives one up.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey, userId] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 3, flushInterval: 100, maxRetries: 50 })
const write = line => console.log(JSON.stringify(line))

analytics.on('http_response', response => write({ status: response.status }))
analytics.on('error', error => write({ error: String(error.reason ?? error.message ?? error) }))

const delivered = call =>
  new Promise((resolve, reject) =>
    call((error, context) => (error ? reject(error) : resolve(context.event.messageId))))

const messages = await Promise.all([
  delivered(done => analytics.identify({ userId, traits: { plan: 'growth', seats: 3 } }, done)),
  delivered(done => analytics.track({ userId, event: 'Order Completed', properties: { total: 49.99 } }, done)),
  delivered(done => analytics.page({ userId, name: 'Pricing', properties: { url: 'https://example.com/' } }, done)),
  delivered(done => analytics.screen({ anonymousId: `anonymous-${userId}`, name: 'Home' }, done)),
  delivered(done => analytics.group({ userId, groupId: 'acme', traits: { name: 'Acme' } }, done)),
  delivered(done => analytics.alias({ userId, previousId: `anonymous-${userId}` }, done)),
  delivered(done => analytics.track({ anonymousId: `anonymous-${userId}`, event: 'Signed Up' }, done))
])
await analytics.closeAndFlush()
write({ delivered: messages })
