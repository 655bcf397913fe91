import { followLogs, logFiles, logHeads, logIndex, logTenants, sequenceTenants } from '@temkin/audit';
import { consoleFaultLog, logSequencer, reportLogFindings, type LogSurroundings } from '@temkin/composition';
import { systemWait } from '@temkin/kernel';
import { doorbell } from './doorbell.ts';
import { repeated } from './repeated.ts';

/** What comes together goes into the log together: a citizen waits for nothing here, an auditor for this at most. */
const GATHER_MILLISECONDS = 200;

/** After a fault, until it is tried again. */
const PATIENCE_MILLISECONDS = 3_000;

/** How long one turn may begin batches for a tenant. */
const TURN_MILLISECONDS = 10_000;

const MINUTE_MILLISECONDS = 60_000;

/** Who keeps the logs of a process. */
export interface LogKeeping {
  /** Says for whom an event waits. Never waits, and never fails. */
  readonly ring: (tenant: string) => void;
  /** Begins to care, once a minute, for everybody for whom no ring was heard. */
  readonly watch: () => void;
  /** Lets what is under way come to its end. What waits then waits for the next start. */
  readonly stop: () => Promise<void>;
}

/** Keeps the logs of all tenants, and their index, in this process: sequencer and follower, rung for and by the minute. */
export const logKeeping = (surroundings: LogSurroundings): LogKeeping => {
  const { table, blobs, clock } = surroundings;
  const tenants = logTenants(table);
  const sequence = sequenceTenants({ sequence: logSequencer(surroundings), tenants, clock });
  const follow = followLogs({
    heads: logHeads(table),
    files: logFiles(blobs),
    index: logIndex(table),
    clock,
  });

  const bell = doorbell({
    name: 'audit-sequencer',
    work: async (tenant) => {
      const deadlineMilliseconds = clock.now() + TURN_MILLISECONDS;
      const done = await sequence({ rung: [tenant], deadlineMilliseconds });
      reportLogFindings(done, clock.now());
      if (done.faults.length > 0) throw done.faults[0];
      const followed = await follow(tenant, deadlineMilliseconds);
      return { more: done.remaining || followed.more };
    },
    gatherMilliseconds: GATHER_MILLISECONDS,
    patienceMilliseconds: PATIENCE_MILLISECONDS,
    faultLog: consoleFaultLog,
    wait: systemWait,
  });

  const ringForAll = async (): Promise<void> => {
    for (const tenant of await tenants.all()) bell.ring(tenant);
  };
  const stops = [bell.stop];
  return {
    ring: bell.ring,
    watch: () => {
      stops.push(repeated('audit-sequencer', MINUTE_MILLISECONDS, ringForAll, consoleFaultLog).stop);
    },
    stop: async () => {
      for (const stop of stops.splice(0).toReversed()) await stop();
    },
  };
};
