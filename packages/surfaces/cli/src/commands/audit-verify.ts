import {
  verifyChain,
  verifyLog,
  writerGaps,
  writerMark,
  type LogToVerify,
  type LogVerdict,
  type ReadLogFile,
  type RefusedLog,
} from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { readTrust, TRUST_OPTIONS, type Trust } from '../auditor-trust.ts';
import { neededOption, textOption, textsOption, type Command } from '../command.ts';
import { askedForAt, openLogOnce, tokenFor } from '../open-log.ts';
import { AUDIT_VERIFY_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';
import { readGiven } from '../whole-files.ts';

/** Keeps what was verified, the log before first. Answers why one of them is refused all the same. */
const keep = async (
  trust: Trust,
  verdict: LogVerdict,
  { read, past }: { readonly read: ReadLogFile; readonly past: ReadLogFile | undefined },
): Promise<RefusedLog | undefined> => {
  if (verdict.outcome !== 'verified') return undefined;
  const before = verdict.past && past && (await trust.keep(verdict.past, past));
  return before ?? trust.keep(verdict, read);
};

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
    const trust = await readTrust(values);
    const { keys } = trust;
    const given = await Promise.all(
      textsOption(values, 'checkpoint').map(async (name) => ({ name, note: await readGiven(name) })),
    );
    const [place, token] = [neededOption(values, 'log'), environment.TEMKIN_TOKEN];
    const read = await openLogOnce(place, token);

    const gaps = writerGaps();
    progress.begin('reading the log');
    const log: LogToVerify = {
      sha256,
      read,
      keys,
      older: given,
      ...trust.demanded,
      ...askedForAt(place, keys),
      onEntries: ({ entries }) => {
        for (const mark of entries.map(writerMark)) if (mark !== undefined) gaps.see(mark);
        progress.advance({ items: entries.length });
      },
    };
    const past =
      previous === undefined ? undefined : await openLogOnce(previous, tokenFor(previous, { place, token }));
    const verdict = past ? await verifyChain(log, past) : await verifyLog(log);
    progress.end();

    const differing = await keep(trust, verdict, { read, past });
    return verdictReport(differing ?? verdict, {
      keys,
      isChained: previous !== undefined,
      gaps: gaps.found(),
    });
  },
};
