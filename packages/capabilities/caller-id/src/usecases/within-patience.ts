import type { CallNetwork } from '../domain/index.ts';

/** Failures of one company's network, in one run, after which it is not asked any more: one that hangs for as long each time. */
const FAILURES_BORNE = 16;

/**
 * A network that is asked to end lines, of each company until it has failed so often: what does not answer takes no time from other
 * companies' calls. It rejects from then on.
 */
export const withinPatience = (network: CallNetwork): CallNetwork => {
  const failures = new Map<string, number>();
  return {
    ...network,
    release: async (line, signal) => {
      const failed = failures.get(line.tenant) ?? 0;
      if (failed >= FAILURES_BORNE) throw new Error('the network failed too often to be asked again');
      try {
        await network.release(line, signal);
      } catch (error) {
        failures.set(line.tenant, (failures.get(line.tenant) ?? 0) + 1);
        throw error;
      }
    },
  };
};
