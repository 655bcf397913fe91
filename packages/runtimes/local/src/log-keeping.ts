import {
  drainMarks,
  followLogs,
  logFiles,
  logHeads,
  logIndex,
  logTenants,
  markDrained,
  sequenceTenants,
  type TenantsSequenced,
} from '@temkin/audit';
import {
  consoleFaultLog,
  logSequencer,
  reportIndexFindings,
  reportLogFindings,
  type LogSurroundings,
} from '@temkin/composition';
import { systemWait } from '@temkin/kernel';
import { doorbell } from './doorbell.ts';
import { repeated } from './repeated.ts';

/** What comes together goes into the log together, and a checkpoint is kept of each time: nobody but an auditor waits for it. */
const GATHER_MILLISECONDS = 500;

/** After a fault, until it is tried again. */
const PATIENCE_MILLISECONDS = 3_000;

/** How long one turn may begin batches for a tenant. */
const TURN_MILLISECONDS = 10_000;

const MINUTE_MILLISECONDS = 60_000;

/** Who keeps the logs of a process. */
export interface LogKeeping {
  /** Says for whom an event waits. Never waits, and never fails. */
  readonly ring: (tenant: string) => void;
  /**
   * Cares for everybody, now and from then on once a minute: no ring may have been heard, and whose log is not cared for is
   * denied access before long. Answers once it has been done once, as far as it went.
   */
  readonly watch: () => Promise<void>;
  /** Lets what is under way come to its end. What waits then waits for the next start. */
  readonly stop: () => Promise<void>;
}

/** Keeps the logs of all tenants, and their index, in this process: sequencer and follower, rung for and by the minute. */
export const logKeeping = (surroundings: LogSurroundings): LogKeeping => {
  const { table, blobs, clock } = surroundings;
  const tenants = logTenants(table);
  const marks = drainMarks(table);
  const logs = logSequencer(surroundings);
  const sequence = sequenceTenants({
    sequence: markDrained({ sequence: logs.sequence, marks, clock }),
    witness: logs.witness,
    tenants,
    marks,
    clock,
  });
  const follow = followLogs({
    heads: logHeads(table),
    files: logFiles(blobs),
    index: logIndex(table),
    clock,
  });

  /** A turn for one or for everybody. What a log is at fault with is reported, and thrown. */
  const sequenceFor = async (rung?: readonly string[]): Promise<TenantsSequenced> => {
    const deadlineMilliseconds = clock.now() + TURN_MILLISECONDS;
    const done = await sequence({ deadlineMilliseconds, ...(rung !== undefined && { rung }) });
    reportLogFindings(done, clock.now());
    if (done.faults.length > 0) throw done.faults[0];
    return done;
  };

  const bell = doorbell({
    name: 'audit-sequencer',
    work: async (tenant) => {
      const deadlineMilliseconds = clock.now() + TURN_MILLISECONDS;
      const done = await sequenceFor([tenant]);
      const followed = await follow(tenant, deadlineMilliseconds);
      reportIndexFindings(followed);
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
    watch: async () => {
      try {
        await sequenceFor();
      } catch (error) {
        consoleFaultLog.fault({ route: 'audit-sequencer', correlator: 'start', error });
      }
      stops.push(repeated('audit-sequencer', MINUTE_MILLISECONDS, ringForAll, consoleFaultLog).stop);
    },
    stop: async () => {
      for (const stop of stops.splice(0).toReversed()) await stop();
    },
  };
};
