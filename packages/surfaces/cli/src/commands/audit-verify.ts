import {
  readLineage,
  verifyChain,
  verifyLog,
  writerGaps,
  writerMark,
  type LogToVerify,
} from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { readFile } from 'node:fs/promises';
import { readTrust, TRUST_OPTIONS } from '../auditor-trust.ts';
import { neededOption, textOption, textsOption, type Command } from '../command.ts';
import { openLogOnce } from '../open-log.ts';
import { AUDIT_VERIFY_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';

/** `temkin audit verify` */
export const auditVerify: Command = {
  usage: AUDIT_VERIFY_USAGE,
  operand: 'log',
  options: {
    ...TRUST_OPTIONS,
    previous: { type: 'string' },
    checkpoint: { type: 'string', multiple: true },
  },
  run: async (values, { environment, progress }) => {
    await cryptoReady;
    const previous = textOption(values, 'previous');
    const { keys, quorum, kept, keep } = await readTrust(values);
    const given = await Promise.all(
      textsOption(values, 'checkpoint').map(async (name) => ({ name, note: await readFile(name, 'utf8') })),
    );
    const read = await openLogOnce(neededOption(values, 'log'), environment.TEMKIN_TOKEN);
    const lineage = await readLineage({ sha256, read });

    const gaps = writerGaps();
    progress.begin('reading the log');
    const log: LogToVerify = {
      sha256,
      read,
      keys,
      older: [...kept(new Set([lineage?.origin, lineage?.opening?.previous?.origin])), ...given],
      quorum,
      onEntries: ({ entries }) => {
        for (const mark of entries.map(writerMark)) if (mark !== undefined) gaps.see(mark);
        progress.advance({ items: entries.length });
      },
    };
    const verdict =
      previous === undefined
        ? await verifyLog(log)
        : await verifyChain(log, await openLogOnce(previous, environment.TEMKIN_TOKEN));
    progress.end();

    await keep(verdict);
    return verdictReport(verdict, { keys, isChained: previous !== undefined, gaps: gaps.found() });
  },
};
