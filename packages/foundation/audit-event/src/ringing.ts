import type { Recorder } from './recorder.ts';

/**
 * A recorder that says of every event whose log it waits for, once it is committed. The bell is a courtesy that shortens the
 * way into the log: one that is not heard, or whose process dies before it rings, costs time and no event.
 */
export const ringing = (recorder: Recorder, ring: (tenant: string) => void): Recorder => ({
  commit: async (caller, draft, change) => {
    const recorded = await recorder.commit(caller, draft, change);
    if (recorded.outcome === 'committed') ring(caller.principal.tenant);
    return recorded;
  },
});
