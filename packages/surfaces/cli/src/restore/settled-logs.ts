import {
  compareHead,
  knownSize,
  LogConflict,
  logHeads,
  readableLogs,
  survivingLog,
  type HeadVerdict,
} from '@temkin/audit';
import { logText, ofLog, type LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';

const FOUND: Readonly<Record<Exclude<HeadVerdict, 'continued'>, string>> = {
  shorter: 'a log is shorter than its head knows it',
  other: 'a log has other entries than its head knows',
};

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
  const compare = compareHead(logsAt.survivors);
  const settled = new Map<string, number>();
  for (const log of await storeLogs({ scan })) {
    const head = await heads.load(log);
    if (head === undefined) continue;
    try {
      const verdict = await compare(head);
      if (verdict !== 'continued') throw new LogConflict(FOUND[verdict]);
      await knownSize(logsAt.survivors)(head);
      const published = (await survivingLog(logsAt.survivors)(log))?.tree.size ?? 0;
      if (head.tree.size < published)
        throw new LogConflict('the head that survived is older than the log, and must go: empty log-heads');
      settled.set(logText(log), (await readable.one(log))?.size ?? 0);
    } catch (error) {
      throw ofLog(error, log, logsAt, 'Nothing was changed.');
    }
  }
  return settled;
};
