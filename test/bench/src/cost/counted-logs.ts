import { followLogs, logEvents, logFiles, logHeads, logIndex, type EventSource } from '@temkin/audit';
import { logSequencer } from '@temkin/composition';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { readConfiguration } from '../../../../cdk/configuration.ts';
import { memorySigner } from '../../../support/memory-signer.ts';
import { countedBucket, type CountedBucket } from './counted-bucket.ts';
import { NOTHING, type Tally } from './tally.ts';

const MONTH_DAYS = 365.25 / 12;

/** What a log is made of stays for as long as `prod` locks it. */
export const LOG_MONTHS = (readConfiguration('prod').auditLogLockDays ?? 0) / MONTH_DAYS;

/** What was replaced or swept goes after a week (cdk/constructs/log-bucket.ts). */
const FORMER_MONTHS = 7 / MONTH_DAYS;

/** Logs over a bucket and a key whose requests are counted. */
export interface CountedLogs {
  /** Moves all that waits for a tenant's logs into them. */
  readonly sequence: (tenant: string) => Promise<void>;
  /** Brings their index up to what is published. */
  readonly index: (tenant: string) => Promise<void>;
  readonly events: EventSource;
  /** Begins to count what is asked of bucket and key; the answer tells what was since. */
  readonly used: () => () => Tally;
}

/** The logs as the functions have them, in this process. */
export const countedLogs = ({
  bucket: { blobs, use } = countedBucket(),
  ...surroundings
}: {
  readonly table: Table;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** What the logs lie in; a new one where absent. */
  readonly bucket?: CountedBucket;
}): CountedLogs => {
  const { table, clock } = surroundings;
  const files = logFiles(blobs);
  const signer = memorySigner();
  let signatures = 0;
  const { sequence } = logSequencer({
    ...surroundings,
    blobs,
    signer: {
      ...signer,
      sign: (message) => {
        signatures += 1;
        return signer.sign(message);
      },
    },
    prefix: 'cost.example/v1/audit/log',
  });
  const follow = followLogs({ heads: logHeads(table), files, index: logIndex(table), clock });
  return {
    sequence: async (tenant) => {
      while ((await sequence(tenant)).more);
    },
    index: async (tenant) => {
      await follow(tenant, Number.POSITIVE_INFINITY);
    },
    events: logEvents({ table, files }),
    used: () => {
      const [before, signedBefore] = [use(), signatures];
      return () => {
        const after = use();
        const held = after.bytesHeld - before.bytesHeld;
        const gone = after.bytesPut - before.bytesPut - held;
        return {
          ...NOTHING,
          objectWrites: after.writes - before.writes,
          objectReads: after.reads - before.reads,
          objectByteMonths: held * LOG_MONTHS + gone * FORMER_MONTHS,
          signatures: signatures - signedBefore,
        };
      };
    },
  };
};
