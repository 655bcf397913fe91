import { knownSize, LogConflict, logHeads, readableLogs, survivingLog } from '@temkin/audit';
import { logText, ofLog, type LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';

/**
 * How much of each log is settled by a head that survived in the store that is filled, by `logText`: up to there, no event
 * is ever taken out of the outbox again. Throws where a head is not the log's: with an older one the log could not go on.
 */
export const settledLogs = async (
  { scan, table }: Pick<OpenStore, 'scan' | 'table'>,
  logsAt: LogsAt,
): Promise<ReadonlyMap<string, number>> => {
  const heads = logHeads(table);
  const readable = readableLogs({ heads, files: logsAt.files });
  const settled = new Map<string, number>();
  for (const log of await storeLogs({ scan })) {
    const head = await heads.load(log);
    if (head === undefined) continue;
    try {
      await knownSize(logsAt.survivors)(head);
      const { tree, unpublished } = (await survivingLog(logsAt.survivors)(log)) ?? {};
      const [published, rest] = [tree?.size ?? 0, unpublished?.length ?? 0];
      if (head.tree.size < published)
        throw new LogConflict('the head that survived is older than the log, and must go: empty log-heads');
      const size = (await readable.one(log))?.size ?? 0;
      if (published + rest < size) throw new LogConflict('a log is shorter than its head knows it');
      settled.set(logText(log), size);
    } catch (error) {
      throw ofLog(error, log, logsAt, 'Nothing was changed.');
    }
  }
  return settled;
};
