import { auditUnavailable, orUnavailable } from './audit-unavailable.ts';
import type { Recorder } from './recorder.ts';

/**
 * A recorder that records nothing for whose log has stalled: an event that nobody moves into the log is none that anybody
 * could be shown. Throws `AUDIT.UNAVAILABLE` then, and where it cannot be told.
 */
export const denyingWhileStalled = (
  recorder: Recorder,
  isStalled: (tenant: string) => Promise<boolean>,
): Recorder => ({
  commit: async (caller, draft, change) => {
    const stalled = await isStalled(caller.principal.tenant).catch((error: unknown) => {
      throw orUnavailable(error);
    });
    if (stalled) throw auditUnavailable();
    return recorder.commit(caller, draft, change);
  },
});
