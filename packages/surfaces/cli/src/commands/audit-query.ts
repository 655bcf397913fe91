import { readLineage, verifyLog, type ReplayedEntries } from '@temkin/audit/domain';
import { logYear } from '@temkin/audit-event';
import { cryptoReady } from '@temkin/crypto';
import { countText } from '../amounts.ts';
import { answering, QUESTION_OPTIONS, readAsked } from '../asked-events.ts';
import { readTrust, TRUST_OPTIONS } from '../auditor-trust.ts';
import { neededOption, textOption, type Command, type Report } from '../command.ts';
import { compareAnswer, readAnswer, type Comparison } from '../compared-answer.ts';
import { eventSink } from '../event-sink.ts';
import { openLog } from '../open-log.ts';
import { AUDIT_QUERY_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';

const comparisonText = ({ leftOut, invented }: Comparison): string =>
  leftOut.length === 0 && invented.length === 0
    ? 'THE ANSWER IS COMPLETE: it has every event of the log that was asked for, and no other.'
    : [
        ...leftOut.map((eventId) => `LEFT OUT OF THE ANSWER: ${eventId}`),
        ...invented.map((eventId) => `NOT IN THE LOG, OR NOT ASKED FOR: ${eventId}`),
      ].join('\n');

/** `temkin audit query` */
export const auditQuery: Command = {
  usage: AUDIT_QUERY_USAGE,
  operand: 'log',
  options: {
    ...TRUST_OPTIONS,
    ...QUESTION_OPTIONS,
    out: { type: 'string' },
    compare: { type: 'string' },
  },
  run: async (values, { environment, progress, serving }): Promise<Report> => {
    await cryptoReady;
    const read = openLog(neededOption(values, 'log'), environment.TEMKIN_TOKEN);
    const asked = readAsked(values);
    const [out, answerFile] = [textOption(values, 'out'), textOption(values, 'compare')];
    const given = answerFile === undefined ? undefined : await readAnswer(answerFile);
    const trust = await readTrust(values);
    const lineage = await readLineage({ sha256, read });
    const places = new Map<string, number>();

    const sink = eventSink(out);
    const answer = answering(asked, sink, (event) => places.set(event.eventId, event.index));
    progress.begin('reading the log');
    const verdict = await verifyLog({
      sha256,
      read,
      keys: trust.keys,
      quorum: trust.quorum,
      older: trust.kept(new Set([lineage?.origin])),
      onEntries: (replayed: ReplayedEntries) => {
        answer.look(replayed);
        progress.advance({ items: replayed.entries.length });
      },
    }).catch((error: unknown) => {
      sink.drop();
      throw error;
    });
    progress.end();
    const report = verdictReport(verdict, { keys: trust.keys, isChained: false });
    if (verdict.outcome === 'refused') {
      sink.drop();
      return report;
    }
    answer.end();
    const comparison = given && compareAnswer(given, places, logYear);
    const isWrong = comparison !== undefined && comparison.leftOut.length + comparison.invented.length > 0;
    const verdictText = [
      report.text,
      `${countText(places.size, 'event')} found.`,
      ...(comparison === undefined ? [] : [comparisonText(comparison)]),
    ].join('\n');
    const found = sink.keep();
    if (out === undefined) serving.announce(verdictText);
    const exitCode = isWrong ? 1 : report.exitCode;
    return {
      text: out === undefined ? found.trimEnd() : verdictText,
      data: { ...report.data, found: places.size, ...comparison },
      ...(exitCode !== undefined && { exitCode }),
    };
  },
};
