import type { Breakwater } from './client.js';
import { deliver } from './delivery.js';
import { ApiError } from './errors.js';
import { atExit } from './exit.js';
import type { Event } from './generated/index.js';
import { backoffMs } from './retry.js';
import {
  BufferFullError,
  SenderClosedError,
  UndeliveredError,
  type EventSenderOptions,
  type NamedEvent,
} from './senderOptions.js';

const LARGEST_BATCH = 100;

/**
 * Sends events in batches, in the background: when a batch is full, when the first has waited long enough, and at the end.
 *
 * An event gets its id when it is given to the sender, and stays in the buffer until the server has accepted or refused that
 * id. So neither a 503, a 429, a broken connection nor an answer that was lost on its way loses an event or counts it twice. One
 * batch is under way at a time, and events go in the order in which they came.
 */
export class EventSender {
  private readonly client: Breakwater;
  private readonly options: Required<Omit<EventSenderOptions, 'teamId'>> & { teamId: string | undefined };
  private readonly buffer: NamedEvent[] = [];
  /** Called when a number of events has left the buffer, counted from the sender's beginning. */
  private readonly settledWaiters: { count: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  private readonly abort = new AbortController();
  private readonly forgetExit: () => void;
  private accepting = true;
  private given = 0;
  private settled = 0;
  private failures = 0;
  private lastFault: unknown;
  /** Up to here, by count, events are sent without waiting for a full batch. */
  private hurried = 0;
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private closing: Promise<void> | undefined;

  /** @param client with a key that may `events:write`; its retries are left to the sender */
  constructor(client: Breakwater, options: EventSenderOptions) {
    const batchSize = options.batchSize ?? LARGEST_BATCH;
    const capacity = options.capacity ?? 10_000;
    if (batchSize < 1 || batchSize > LARGEST_BATCH || capacity < batchSize) {
      throw new RangeError(`batchSize is 1 to ${LARGEST_BATCH}, and capacity no less.`);
    }
    this.client = client.with({ retry: { maxAttempts: 1 } });
    this.options = {
      onRejected: options.onRejected,
      onError: options.onError ?? ((error) => console.warn('Breakwater events:', error)),
      batchSize,
      flushIntervalMs: options.flushIntervalMs ?? 1000,
      capacity,
      minBackoffMs: options.minBackoffMs ?? 200,
      maxBackoffMs: options.maxBackoffMs ?? 30_000,
      closeTimeoutMs: options.closeTimeoutMs ?? 30_000,
      flushOnExit: options.flushOnExit ?? true,
      teamId: options.teamId,
    };
    this.forgetExit = this.options.flushOnExit
      ? atExit(
          () => this.close().catch(this.options.onError),
          () => this.abandonAtExit(),
        )
      : () => undefined;
  }

  /** How many events are in memory. */
  get pending(): number {
    return this.buffer.length;
  }

  /**
   * Takes an event, as soon as there is room for it; whoever awaits this goes no faster than the server.
   *
   * @returns the id under which it is sent: its own `messageId`, or a new one
   * @throws SenderClosedError when the sender is closed, or is before there is room
   */
  async send(event: Event): Promise<string> {
    while (this.accepting && this.buffer.length >= this.options.capacity) {
      await this.untilSettled(this.settled + 1).catch(() => {
        throw new SenderClosedError();
      });
    }
    return this.sendNow(event);
  }

  /**
   * Takes an event now.
   *
   * @returns the id under which it is sent
   * @throws TypeError when something in it has no form in JSON, BufferFullError when there is no room, SenderClosedError when the
   *     sender is closed
   */
  sendNow(event: Event): string {
    if (!this.accepting) {
      throw new SenderClosedError();
    }
    if (this.buffer.length >= this.options.capacity) {
      throw new BufferFullError(this.options.capacity);
    }
    JSON.stringify(event.properties);
    const messageId = event.messageId ?? crypto.randomUUID();
    this.buffer.push({ ...event, messageId, timestamp: event.timestamp ?? new Date() });
    this.given++;
    this.schedule();
    return messageId;
  }

  /** Sends what there is without waiting for more, and ends when all of it was accepted or refused, however long that takes. */
  async flush(): Promise<void> {
    const count = this.given;
    this.hurried = Math.max(this.hurried, count);
    this.schedule();
    await this.untilSettled(count);
  }

  /**
   * Takes no further events, and delivers those it has.
   *
   * @throws UndeliveredError with the events that were left when the time was over
   */
  close(): Promise<void> {
    this.closing ??= this.deliverRest();
    return this.closing;
  }

  private async deliverRest(): Promise<void> {
    this.accepting = false;
    const deadline = setTimeout(() => this.abandon(), this.options.closeTimeoutMs);
    try {
      await this.flush();
    } finally {
      clearTimeout(deadline);
      this.forgetExit();
    }
  }

  /** Gives up on what is left, and tells whoever waits for it. */
  private abandon(): UndeliveredError {
    this.accepting = false;
    this.abort.abort();
    clearTimeout(this.timer);
    const error = new UndeliveredError(this.buffer.splice(0), { cause: this.lastFault });
    this.settledWaiters.splice(0).forEach(({ reject }) => reject(error));
    return error;
  }

  private abandonAtExit(): void {
    const error = this.abandon();
    if (error.events.length > 0) {
      this.options.onError(error);
    }
  }

  /** Sees to it that the next batch goes when it is due. */
  private schedule(): void {
    if (this.running || this.buffer.length === 0) {
      return;
    }
    if (this.failures === 0 && this.isDue()) {
      clearTimeout(this.timer);
      this.timer = undefined;
      void this.run();
    } else if (this.timer === undefined) {
      this.startTimer(this.options.flushIntervalMs);
    }
  }

  private isDue(): boolean {
    return this.buffer.length >= this.options.batchSize || this.hurried > this.settled;
  }

  /** The timer keeps no process alive: at its end, `atExit` does. */
  private startTimer(ms: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, ms);
    this.timer.unref?.();
  }

  private async run(): Promise<void> {
    this.running = true;
    do {
      await this.sendOne();
    } while (this.failures === 0 && this.buffer.length > 0 && this.isDue());
    this.running = false;
    if (this.failures === 0) {
      this.schedule();
    }
  }

  private async sendOne(): Promise<void> {
    const batch = this.buffer.slice(0, this.options.batchSize);
    const { rejected, kept, fault } = await deliver(this.client, batch, this.options.teamId, this.abort.signal);
    if (this.abort.signal.aborted) {
      return;
    }
    this.buffer.splice(0, batch.length, ...kept);
    for (const { event, rejection } of rejected) {
      try {
        this.options.onRejected(event, rejection);
      } catch (error) {
        this.options.onError(error);
      }
    }
    this.settled += batch.length - kept.length;
    this.release();
    if (kept.length === 0) {
      this.failures = 0;
    } else {
      this.failures++;
      this.lastFault = fault;
      this.options.onError(fault ?? new Error(`${kept.length} events were not accepted yet.`));
      const asked = fault instanceof ApiError && fault.retryAfter !== undefined ? fault.retryAfter * 1000 : undefined;
      const policy = { baseDelayMs: this.options.minBackoffMs, maxDelayMs: this.options.maxBackoffMs };
      this.startTimer(Math.max(this.options.minBackoffMs, backoffMs(policy, this.failures, Math.random(), asked)));
    }
  }

  private untilSettled(count: number): Promise<void> {
    if (this.settled >= count) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => this.settledWaiters.push({ count, resolve, reject }));
  }

  private release(): void {
    for (const waiter of this.settledWaiters.splice(0)) {
      if (this.settled >= waiter.count) {
        waiter.resolve();
      } else {
        this.settledWaiters.push(waiter);
      }
    }
  }
}
