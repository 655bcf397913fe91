import type { ReadLogFile } from './log-statements.ts';

/** The newest checkpoint and the first entries: what a log says of itself, which is read more than once. */
const SAID_ONCE = /^(?:checkpoint|tile\/entries\/000(?:\.p\/\d+)?)$/;

/**
 * Reads what a log says of itself once and no more. A server that answers another checkpoint, or another first entry, the
 * second time would otherwise be judged by one and believed the other.
 */
export const remembering = (read: ReadLogFile): ReadLogFile => {
  const said = new Map<string, Promise<Uint8Array | undefined>>();
  return (path) => {
    if (!SAID_ONCE.test(path)) return read(path);
    const known = said.get(path) ?? read(path);
    said.set(path, known);
    return known;
  };
};
