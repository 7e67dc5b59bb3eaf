const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs something when this process is about to end, where there is a process (not in browsers).
 *
 * @param finish when nothing is left to do, or at SIGINT or SIGTERM. The signal then ends the process as it would have, unless
 *     the application listens to it: then that decides. A second signal waits no longer.
 * @param abandon at `process.exit()` and at a second signal, when there is no time for anything that waits
 * @returns forgets both
 */
export function atExit(finish: () => Promise<unknown>, abandon: () => void): () => void {
  if (typeof process === 'undefined' || typeof process.once !== 'function') {
    return () => undefined;
  }
  const onEnd = () => void finish();
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) {
      abandon();
    }
    asked = true;
    void finish().finally(() => {
      forget();
      if (process.listenerCount(signal) === 0) {
        process.kill(process.pid, signal);
      }
    });
  };
  const forget = () => {
    process.off('beforeExit', onEnd);
    process.off('exit', abandon);
    SIGNALS.forEach((signal) => process.off(signal, onSignal));
  };
  process.once('beforeExit', onEnd);
  process.once('exit', abandon);
  SIGNALS.forEach((signal) => process.on(signal, onSignal));
  return forget;
}
