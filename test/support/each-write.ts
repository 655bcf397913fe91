import type { Table } from '@temkin/storage';
import { cut, down, unconfirmed } from './failing-writes.ts';
import type { Stage } from './staged-table.ts';

/** What becomes of one write of many: it is not made, nobody knows and it is not, nobody knows and it is. */
const WAYS: Readonly<Record<string, Stage>> = { lost: down, cut, applied: unconfirmed };

/** How a write fails. */
export interface Failing {
  /** Does something of whose writes one fails; all others pass. */
  readonly during: <Result>(act: () => Promise<Result>) => Promise<Result>;
  readonly isApplied: boolean;
}

/** A table of whose writes, whether single, many or in a transaction, a test has each one fail. */
export const eachWrite = () => {
  let seen = 0;
  let due: { readonly at: number; readonly stage: Stage } | undefined;
  const pass: Stage = (commit, writes) => {
    seen += 1;
    return due?.at === seen ? due.stage(commit, writes) : commit();
  };
  return {
    wrapTable: (table: Table): Table => ({
      ...table,
      write: (write) => pass(() => table.write(write), [write]),
      transact: (writes, token) => pass(() => table.transact(writes, token), writes),
      deleteMany: async (keys) => {
        const deletes = keys.map((key) => ({ kind: 'delete', key }) as const);
        await pass(async () => {
          await table.deleteMany(keys);
          return { outcome: 'committed' };
        }, deletes);
      },
    }),

    /**
     * Tries something again and again: with its first write failing in each way, then its second, until it makes no more of them.
     * Answers how many it made.
     */
    failsInTurn: async (attempt: (failing: Failing) => Promise<void>): Promise<number> => {
      for (let at = 1; ; at += 1)
        for (const [way, stage] of Object.entries(WAYS)) {
          let made = 0;
          const during: Failing['during'] = async (act) => {
            [seen, due] = [0, { at, stage }];
            try {
              return await act();
            } finally {
              [made, due] = [seen, undefined];
            }
          };
          await attempt({ during, isApplied: way === 'applied' }).catch((error: unknown) => {
            throw new Error(`where write ${at} is ${way}: ${String(error)}`, { cause: error });
          });
          if (made < at) return at - 1;
        }
    },
  };
};
