import type { LogName } from '@temkin/audit/domain';
import { partsOf } from '@temkin/storage';
import type { OpenStore } from './open-store.ts';

/** The logs that a store has heads of. */
export const storeLogs = async ({ scan }: Pick<OpenStore, 'scan'>): Promise<readonly LogName[]> => {
  const logs: LogName[] = [];
  for await (const page of scan('log-heads'))
    for (const { key } of page) {
      const log = partsOf('log-heads', 'head', key);
      if (log !== undefined) logs.push(log);
    }
  return logs;
};
