import type { Event } from './generated/index.js';
import { BreakwaterError } from './errors.js';

/** An event under the id by which it counts once, however often it is sent. */
export type NamedEvent = Event & { messageId: string; timestamp: Date };

/** Why the server does not take an event. Sending it again unchanged would not help. */
export interface Rejection {
  code: string;
  path: string;
  message: string;
}

export interface EventSenderOptions {
  /** Told of each event that the server refused for good; it is out of the buffer then. */
  onRejected: (event: NamedEvent, rejection: Rejection) => void;
  /** Told of each failed attempt, whose events stay; of events that were left at the end; of a fault in `onRejected`. Default: a warning. */
  onError?: (error: unknown) => void;
  /** Events that make a batch which is sent at once, 1 to 100. Default 100. */
  batchSize?: number;
  /** The longest that an event waits for others. Default 1,000 ms. */
  flushIntervalMs?: number;
  /** Events in memory at most, those on their way included. Default 10,000. */
  capacity?: number;
  /** The shortest wait after a failed attempt; it doubles up to `maxBackoffMs`, and `Retry-After` lengthens it. Default 200 ms. */
  minBackoffMs?: number;
  /** Default 30,000 ms. */
  maxBackoffMs?: number;
  /** How long `close` and the end of the process try to deliver what is left. Default 30,000 ms. */
  closeTimeoutMs?: number;
  /** Whether events are delivered when the process ends by itself, by SIGINT or by SIGTERM. Default true. */
  flushOnExit?: boolean;
  /** The team that the events belong to, where the key has several. */
  teamId?: string;
}

/** The buffer holds as many events as it may. */
export class BufferFullError extends BreakwaterError {
  constructor(capacity: number) {
    super(`${capacity} events wait to be sent already.`);
  }
}

/** The sender was closed before the event was given to it, or before there was room for it. */
export class SenderClosedError extends BreakwaterError {
  constructor() {
    super('The sender is closed; it does not have this event.');
  }
}

/** What could not be delivered before the sender's end. The server has or has not some of them: send them under their ids. */
export class UndeliveredError extends BreakwaterError {
  constructor(
    readonly events: readonly NamedEvent[],
    options?: ErrorOptions,
  ) {
    super(`${events.length} events could not be delivered.`, options);
  }
}
