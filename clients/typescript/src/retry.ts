import { retryAfterMs } from './retryAfter.js';

/** When a request is sent again, and how often. */
export interface RetryPolicy {
  /** Attempts in all, the first included; 1 never repeats. Default 4. */
  maxAttempts: number;
  /** From the first attempt to the beginning of the last one, at most. Default 30,000 ms. */
  maxElapsedMs: number;
  /** The longest wait before the second attempt; it doubles with each further one. Default 200 ms. */
  baseDelayMs: number;
  /** The longest wait that nobody asked for. Default 10,000 ms. A `Retry-After` is honoured whole. */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: Readonly<RetryPolicy> = {
  maxAttempts: 4,
  maxElapsedMs: 30_000,
  baseDelayMs: 200,
  maxDelayMs: 10_000,
};

/** What time and chance are; tests have their own. */
export interface Surroundings {
  now(): number;
  random(): number;
  sleep(ms: number, signal?: AbortSignal | null): Promise<void>;
}

export const REAL: Surroundings = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep,
};

/**
 * The wait before the next attempt in milliseconds, for the `failures`th failure in a row. Full jitter: a random part of an
 * exponentially growing span; what a server asks for is never undercut, and the jitter comes on top of it.
 */
export function backoffMs(
  policy: Pick<RetryPolicy, 'baseDelayMs' | 'maxDelayMs'>,
  failures: number,
  random: number,
  askedMs?: number,
): number {
  const span = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.min(failures - 1, 30));
  return askedMs === undefined ? random * span : askedMs + random * Math.min(span, policy.baseDelayMs);
}

/**
 * Whether the same request can succeed later: 429 and 503 say so; 409 does with a `Retry-After`, which means that the first
 * attempt of this very request is still being worked on.
 */
export function isForLater(response: Response): boolean {
  return (
    response.status === 429 ||
    response.status === 503 ||
    (response.status === 409 && response.headers.has('Retry-After'))
  );
}

/**
 * Sends until there is an answer that is final, or the policy is exhausted; then the last answer or fault is the result. When a
 * server asks for a longer wait than there is time for, its answer is returned at once. A request without an answer is only sent
 * again where that cannot have a second effect.
 */
export async function sendWithRetries(
  send: () => Promise<Response>,
  repeatable: boolean,
  policy: RetryPolicy,
  surroundings: Surroundings,
  signal?: AbortSignal | null,
): Promise<Response> {
  const deadline = surroundings.now() + policy.maxElapsedMs;
  for (let attempt = 1; ; attempt++) {
    let response: Response | undefined;
    let fault: unknown;
    try {
      response = await send();
      if (!isForLater(response)) {
        return response;
      }
    } catch (error) {
      if (!repeatable || signal?.aborted) {
        throw error;
      }
      fault = error;
    }
    const asked = response && retryAfterMs(response.headers, surroundings.now());
    const wait = backoffMs(policy, attempt, surroundings.random(), asked);
    if (attempt >= policy.maxAttempts || surroundings.now() + wait > deadline) {
      if (response) {
        return response;
      }
      throw fault;
    }
    await response?.body?.cancel();
    await surroundings.sleep(wait, signal);
  }
}

function sleep(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}
