import { ConnectionError, errorOf } from './errors.js';
import type { Middleware } from './generated/runtime.js';
import { isRepeatable, nameRequest } from './idempotency.js';
import { REAL, sendWithRetries, type RetryPolicy, type Surroundings } from './retry.js';

/** An access token, or what gives the present one for each request. */
export type TokenSource = string | (() => string | Promise<string>);

export interface TransportOptions {
  apiKey: string | undefined;
  accessToken: TokenSource | undefined;
  retry: RetryPolicy;
  timeoutMs: number;
  idempotencyKeys: boolean;
  fetch: typeof globalThis.fetch;
  surroundings?: Surroundings;
}

/** A `fetch` that adds the credential and an idempotency key, and repeats what can succeed later. */
export function transport(options: TransportOptions): typeof globalThis.fetch {
  const surroundings = options.surroundings ?? REAL;
  return async (input, init = {}) => {
    const url = String(input);
    const method = (init.method ?? 'GET').toUpperCase();
    const headers = new Headers(init.headers);
    if (!headers.has('Accept')) {
      headers.set('Accept', 'application/json, application/problem+json');
    }
    nameRequest(method, url, headers, options.idempotencyKeys);
    await addCredential(headers, options);
    const send = () => {
      const timeout = AbortSignal.timeout(options.timeoutMs);
      const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
      return options.fetch(url, { ...init, method, headers, signal });
    };
    try {
      return await sendWithRetries(send, isRepeatable(method, headers), options.retry, surroundings, init.signal);
    } catch (error) {
      if (init.signal?.aborted) {
        throw error;
      }
      throw new ConnectionError(`There was no answer from ${new URL(url).origin}.`, { cause: error });
    }
  };
}

async function addCredential(headers: Headers, { apiKey, accessToken }: TransportOptions): Promise<void> {
  if (apiKey !== undefined) {
    headers.set('X-API-Key', apiKey);
  } else if (accessToken !== undefined) {
    headers.set('Authorization', `Bearer ${typeof accessToken === 'string' ? accessToken : await accessToken()}`);
  }
}

/** Makes errors of the generated code's failures: typed ones of answers, and faults as they were thrown. */
export function typedErrors(surroundings: Surroundings = REAL): Middleware {
  return {
    async post({ response }) {
      if (!response.ok) {
        throw await errorOf(response, surroundings.now());
      }
    },
    async onError({ error }) {
      throw error;
    },
  };
}
