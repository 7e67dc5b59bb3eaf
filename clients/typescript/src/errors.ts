import { retryAfterMs } from './retryAfter.js';

/** A part of the request that does not fit, and why. */
export interface Violation {
  path: string;
  message: string;
}

/** All that this client throws of itself. */
export class BreakwaterError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** There was no answer: no connection, a broken one, or none in time. Whether the request had an effect is not known. */
export class ConnectionError extends BreakwaterError {}

/** What an error answer says. */
export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
  requestId: string | undefined;
  /** Seconds, as the server asks. */
  retryAfter: number | undefined;
  errors: readonly Violation[];
  /** The whole body: RFC 9457, with whatever the code adds. */
  problem: Readonly<Record<string, unknown>>;
}

/** The server answered with an error. `code` is stable (docs/errors.md has all of them); the message is for people. */
export class ApiError extends BreakwaterError {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly errors: readonly Violation[];
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(answer: ErrorAnswer) {
    super(`${answer.code}: ${answer.message}`);
    this.status = answer.status;
    this.code = answer.code;
    this.requestId = answer.requestId;
    this.retryAfter = answer.retryAfter;
    this.errors = answer.errors;
    this.problem = answer.problem;
  }
}

/** 401: no credential, or one that is no good. */
export class AuthenticationError extends ApiError {}
/** 402: the subscription is past due or cancelled. */
export class PaymentRequiredError extends ApiError {}
/** 403: the credential is good, but not for this. */
export class PermissionDeniedError extends ApiError {}
/** 404: there is no such thing here. */
export class NotFoundError extends ApiError {}
/** 409: the present state does not allow it. */
export class ConflictError extends ApiError {}
/** 400, 413, 415, 422: the request is at fault; `errors` says where. */
export class ValidationError extends ApiError {}
/** 429: a limit is met, or a quota used up (`code` is `QUOTA_EXCEEDED`). */
export class RateLimitedError extends ApiError {}
/** 502, 503, 504: for now it is not possible. */
export class UnavailableError extends ApiError {}

const CLASSES: Readonly<Record<number, typeof ApiError>> = {
  400: ValidationError,
  401: AuthenticationError,
  402: PaymentRequiredError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  413: ValidationError,
  415: ValidationError,
  422: ValidationError,
  429: RateLimitedError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
};

/** The error of an answer, whatever its body holds: what stands in the way may not speak RFC 9457. */
export async function errorOf(response: Response, now: number): Promise<ApiError> {
  const problem = parse(await response.text());
  const text = (name: string) => (typeof problem[name] === 'string' ? (problem[name] as string) : undefined);
  const asked = retryAfterMs(response.headers, now);
  return new (CLASSES[response.status] ?? ApiError)({
    status: response.status,
    code: text('code') ?? `HTTP_${response.status}`,
    message: text('detail') ?? text('title') ?? `The server answered ${response.status}.`,
    requestId: text('request_id') ?? response.headers.get('X-Request-Id') ?? undefined,
    retryAfter: asked === undefined ? undefined : asked / 1000,
    errors: Array.isArray(problem['errors']) ? (problem['errors'] as Violation[]) : [],
    problem,
  });
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}
