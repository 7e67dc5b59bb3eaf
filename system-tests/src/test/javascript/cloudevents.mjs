// Sends CloudEvents with the SDK's HTTP binding: structured, binary, and a batch of structured ones, which the SDK reads but
// does not write itself. Arguments: URL, API key, subject. Writes the ids of the events as JSON.
import { CloudEvent, HTTP, Mode, emitterFor } from 'cloudevents'

const [url, key, subject] = process.argv.slice(2)

const send = async ({ headers, body }) => {
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'x-api-key': key }, body })
  if (answer.status !== 202) {
    throw new Error(`${answer.status} ${await answer.text()}`)
  }
}

const event = (type, data) => new CloudEvent({ source: '/shop', type, subject, data })

const structured = event('order.placed', { total: 49.99, items: ['a', 'b'] })
await emitterFor(send, { binding: HTTP, mode: Mode.STRUCTURED })(structured)

const binary = event('order.paid', { total: 49.99 })
await emitterFor(send, { binding: HTTP, mode: Mode.BINARY })(binary)

const batched = [event('order.packed', { boxes: 1 }), event('order.shipped', { carrier: 'x' }), event('order.delivered')]
const batch = {
  headers: { 'content-type': 'application/cloudevents-batch+json' },
  body: `[${batched.map(one => HTTP.structured(one).body).join(',')}]`
}
if (HTTP.toEvent(batch).length !== batched.length) {
  throw new Error('the SDK does not read the batch that is sent')
}
await send(batch)

console.log(JSON.stringify([structured, binary, ...batched].map(one => one.id)))
