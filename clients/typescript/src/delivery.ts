import type { Breakwater } from './client.js';
import { ApiError } from './errors.js';
import { BatchAnswerFromJSON, type BatchAnswer } from './generated/index.js';
import type { NamedEvent, Rejection } from './senderOptions.js';

/** What became of the events of one attempt: those in neither list were accepted. */
export interface Outcome {
  rejected: { event: NamedEvent; rejection: Rejection }[];
  /** To be sent again, in their order. */
  kept: NamedEvent[];
  /** Why events were kept. */
  fault?: unknown;
}

/** These say that something of the request itself is wrong, so that it will be answered alike again. */
const AT_FAULT = new Set([400, 413, 422]);

/** Sends a batch once. Nothing is thrown: what the server did not settle is kept. */
export async function deliver(
  client: Breakwater,
  batch: readonly NamedEvent[],
  teamId: string | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return settle(batch, await client.ingest.ingestEventBatch({ eventBatch: { events: [...batch] }, teamId }, { signal }));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      return { rejected: [], kept: [...batch], fault: error };
    }
    if (Array.isArray(error.problem['results'])) {
      return settle(batch, BatchAnswerFromJSON(error.problem), error);
    }
    if (!AT_FAULT.has(error.status)) {
      return { rejected: [], kept: [...batch], fault: error };
    }
    return batch.length === 1 ? refused(batch[0]!, error) : halved(client, batch, teamId, signal);
  }
}

/** Finds the event for which a whole batch was refused; the others are not to suffer. */
async function halved(
  client: Breakwater,
  batch: readonly NamedEvent[],
  teamId: string | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  const middle = batch.length >> 1;
  const first = await deliver(client, batch.slice(0, middle), teamId, signal);
  const second = await deliver(client, batch.slice(middle), teamId, signal);
  return {
    rejected: [...first.rejected, ...second.rejected],
    kept: [...first.kept, ...second.kept],
    fault: first.fault ?? second.fault,
  };
}

function refused(event: NamedEvent, { code, errors, message }: ApiError): Outcome {
  const violation = errors[0];
  return {
    rejected: [{ event, rejection: { code, path: violation?.path ?? '', message: violation?.message ?? message } }],
    kept: [],
  };
}

function settle(batch: readonly NamedEvent[], answer: BatchAnswer, fault?: ApiError): Outcome {
  const results = new Map(answer.results.map((result) => [result.index, result]));
  const outcome: Outcome = { rejected: [], kept: [], fault };
  batch.forEach((event, index) => {
    const result = results.get(index);
    if (result?.status === 'rejected') {
      const { code, path, message } = result.error ?? { code: 'UNKNOWN', path: '', message: '' };
      outcome.rejected.push({ event, rejection: { code, path, message } });
    } else if (result?.status !== 'accepted') {
      outcome.kept.push(event);
    }
  });
  return outcome;
}
