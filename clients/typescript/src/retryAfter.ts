/**
 * How long a `Retry-After` header asks to wait, in milliseconds: its seconds, or the time until its HTTP date (RFC 9110,
 * section 10.2.3), never less than 0. `undefined` where there is none, or none that can be read.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (!value) {
    return undefined;
  }
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
