/**
 * Runs something under a signal that aborts after a time, and when the caller gives up. A timer holds the signal: in Node 20
 * what `AbortSignal.timeout` and `AbortSignal.any` make, and what a `Request` keeps of it, may be collected before it fires,
 * and the request then waits for ever.
 */
export const withTimeLimit = async <Result>(
  milliseconds: number,
  caller: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  caller?.throwIfAborted();
  const limit = new AbortController();
  const giveUp = (): void => {
    limit.abort(caller?.reason);
  };
  caller?.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => {
    limit.abort(new DOMException('No answer came in time.', 'TimeoutError'));
  }, milliseconds);
  try {
    return await run(limit.signal);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', giveUp);
  }
};
