import { concatBytes, OutcomeUnknown } from '@temkin/kernel';
import { bytesOf, keyOf, numberOf, optional, textOf, type Item, type Key, type Table } from '@temkin/storage';
import { fromTile, HASH_BYTES } from '@temkin/tlog';
import type { LogHead, LogName } from '../domain/index.ts';

/** Logs of one company: one a year. */
const LOGS = 100;

const headKey = ({ tenant, year }: LogName): Key => keyOf('log-heads', 'head', { tenant, year });

const toItem = ({ version, tree, stage, publishedSize, nextKeyId }: LogHead): Item => ({
  version,
  size: tree.size,
  frontier: concatBytes(...tree.frontier),
  publishedSize,
  ...(stage !== undefined && { stage }),
  ...(nextKeyId !== undefined && { nextKeyId }),
});

const toHead = (log: LogName, item: Item): LogHead => {
  const frontier = bytesOf(item, 'frontier');
  const hashes = fromTile(frontier, frontier.length / HASH_BYTES);
  if (hashes === undefined) throw new Error('the head of a log has lost its shape');
  const stage = optional(textOf, item, 'stage');
  const nextKeyId = optional(textOf, item, 'nextKeyId');
  return {
    log,
    version: numberOf(item, 'version'),
    tree: { size: numberOf(item, 'size'), frontier: hashes },
    publishedSize: numberOf(item, 'publishedSize'),
    ...(stage !== undefined && { stage }),
    ...(nextKeyId !== undefined && { nextKeyId }),
  };
};

/** The heads of logs: the only place where a log is decided upon. */
export const logHeads = (table: Table) => {
  const load = async (log: LogName): Promise<LogHead | undefined> => {
    const item = await table.get(headKey(log));
    return item && toHead(log, item);
  };
  return {
    load,

    /** The heads of all logs of a tenant, by year. */
    all: async (tenant: string): Promise<readonly LogHead[]> => {
      const { partition } = headKey({ tenant, year: '' });
      const { items } = await table.query({ table: 'log-heads', partition, limit: LOGS });
      return items.map(({ sort, item }) => toHead({ tenant, year: sort }, item));
    },

    /**
     * Puts a head in place of the one of the version before. `lost` where another came first. A write of which no answer
     * came is looked up: it is ours where the head is this very one.
     */
    replace: async (head: LogHead): Promise<'replaced' | 'lost'> => {
      try {
        const verdict = await table.write({
          kind: 'put',
          key: headKey(head.log),
          item: toItem(head),
          condition:
            head.version === 1 ? 'absent' : [{ attribute: 'version', is: 'equal', to: head.version - 1 }],
        });
        return verdict.outcome === 'committed' ? 'replaced' : 'lost';
      } catch (error) {
        if (!(error instanceof OutcomeUnknown)) throw error;
        const now = await load(head.log);
        return now?.version === head.version && now.stage === head.stage ? 'replaced' : 'lost';
      }
    },
  };
};

export type LogHeadStore = ReturnType<typeof logHeads>;
