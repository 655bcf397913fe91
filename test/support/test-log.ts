import { followLogs, logFiles, logHeads, logIndex } from '@temkin/audit';
import { logSequencer } from '@temkin/composition';
import { systemRandom, type Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { memoryBlobs, type MemoryBlobs } from './memory-blobs.ts';
import { memorySigner } from './memory-signer.ts';

/** The logs of a test's system, which grow when the test says so. */
export interface TestLog {
  readonly blobs: MemoryBlobs;
  readonly signer: ReturnType<typeof memorySigner>;
  readonly prefix: string;
  /** Takes all that waits of a tenant into its logs: of the demo's unless told otherwise. */
  readonly sequence: (tenant?: string) => Promise<void>;
  /** Brings the index of a tenant's logs up to what is published. */
  readonly follow: (tenant?: string) => Promise<void>;
}

/** Logs in memory over a table. */
export const testLog = ({ table, clock }: { readonly table: Table; readonly clock: Clock }): TestLog => {
  const blobs = memoryBlobs();
  const [signer, prefix] = [memorySigner(), 'api.example/v1/audit/log'];
  const { sequence } = logSequencer({ table, blobs, signer, clock, random: systemRandom, prefix });
  const follow = followLogs({
    heads: logHeads(table),
    files: logFiles(blobs),
    index: logIndex(table),
    clock,
  });
  return {
    blobs,
    signer,
    prefix,
    sequence: async (tenant = 'demo') => {
      while ((await sequence(tenant)).more);
    },
    follow: async (tenant = 'demo') => {
      await follow(tenant, Number.POSITIVE_INFINITY);
    },
  };
};
