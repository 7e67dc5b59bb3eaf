export { Breakwater, type BreakwaterOptions } from './client.js';
export {
  ApiError,
  AuthenticationError,
  BreakwaterError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  PaymentRequiredError,
  PermissionDeniedError,
  RateLimitedError,
  UnavailableError,
  ValidationError,
  type Violation,
} from './errors.js';
export { pages, paginate, type Page } from './pagination.js';
export { DEFAULT_RETRY, type RetryPolicy } from './retry.js';
export { EventSender } from './sender.js';
export {
  BufferFullError,
  SenderClosedError,
  UndeliveredError,
  type EventSenderOptions,
  type NamedEvent,
  type Rejection,
} from './senderOptions.js';
export type { TokenSource } from './transport.js';
export * from './generated/models/index.js';
export type * from './generated/apis/index.js';
