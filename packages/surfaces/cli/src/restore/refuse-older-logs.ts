import { compareHead, logHeads, type HeadVerdict } from '@temkin/audit';
import { countText } from '../amounts.ts';
import { logText, ofLog, type LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';

const FOUND: Readonly<Record<Exclude<HeadVerdict, 'continued'>, string>> = {
  shorter: 'is an older copy',
  other: 'is another log',
};

/**
 * Throws where a store knows more of a log than lies there, or otherwise: events have left its outbox that nobody would
 * replay. Asked once the outbox was read, so that an event that has left it before is one that the heads know of.
 */
export const refuseOlderLogs = async (
  { scan, table }: Pick<OpenStore, 'scan' | 'table'>,
  name: string,
  logsAt: LogsAt,
): Promise<void> => {
  const heads = logHeads(table);
  const compare = compareHead(logsAt.survivors);
  for (const log of await storeLogs({ scan })) {
    const head = await heads.load(log);
    if (head === undefined) continue;
    const verdict = await compare(head).catch((error: unknown) => {
      throw ofLog(error, log, logsAt, 'Nothing was changed.');
    });
    if (verdict !== 'continued')
      throw new Error(
        `The log ${logText(log)} in ${logsAt.place} ${FOUND[verdict]}: the store of the outbox, ${name}, knows ` +
          `${countText(head.tree.size, 'entry', 'entries')} of it, and not all of them lie there. What they tell was ` +
          'destroyed, revoked or suspended would come back. Say where the newest copy lies: ' +
          '--logs <directory | s3://bucket>. Nothing was changed.',
      );
  }
};
