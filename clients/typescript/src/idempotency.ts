import { OPERATIONS } from './generated/operations.js';

const HEADER = 'Idempotency-Key';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

const TAKING = OPERATIONS.filter(({ headers }) => headers.includes(HEADER)).map(({ method, path }) => ({
  method,
  path: new RegExp(`${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** Names the request by a new key, where its operation takes one, it has none yet, and that is wished. */
export function nameRequest(method: string, url: string, headers: Headers, wished: boolean): void {
  if (wished && !headers.has(HEADER)) {
    const path = new URL(url).pathname;
    if (TAKING.some((operation) => operation.method === method && operation.path.test(path))) {
      headers.set(HEADER, crypto.randomUUID());
    }
  }
}

/** Whether sending the request twice has the effect of sending it once. */
export function isRepeatable(method: string, headers: Headers): boolean {
  return SAFE.has(method) || headers.has(HEADER);
}
