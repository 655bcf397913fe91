import { verifyLog, type NamedCheckpoint, type ReplayedEntries } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import type { Checkpoint } from '@temkin/tlog';
import { countText } from '../amounts.ts';
import { answering, QUESTION_OPTIONS, readAsked, type PlacedEvent } from '../asked-events.ts';
import { noteCheckpoint } from '../auditor-state.ts';
import { readTrust, TRUST_OPTIONS } from '../auditor-trust.ts';
import { neededOption, textOption, type Command, type Report } from '../command.ts';
import { compareAnswer, readAnswer, type Comparison, type GivenAnswer } from '../compared-answer.ts';
import { eventSink } from '../event-sink.ts';
import { askedForAt, openLogOnce } from '../open-log.ts';
import { AUDIT_QUERY_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';

const isWrong = ({ leftOut, invented, altered, repeated }: Comparison): boolean =>
  leftOut.length + invented.length + altered.length + repeated.length > 0;

const comparisonText = (comparison: Comparison): string => {
  const { leftOut, invented, altered, repeated, younger, unchecked, elsewhere } = comparison;
  return [
    ...(isWrong(comparison)
      ? []
      : [
          'THE ANSWER IS COMPLETE: it has every event that was asked for of the log as it then was, and no other.',
        ]),
    ...leftOut.map((eventId) => `LEFT OUT OF THE ANSWER: ${eventId}`),
    ...invented.map((eventId) => `NOT IN THE LOG, OR NOT ASKED FOR: ${eventId}`),
    ...altered.map((eventId) => `SAYS OTHER THAN THE LOG: ${eventId}`),
    ...repeated.map((eventId) => `SAYS MORE THAN ONCE: ${eventId}`),
    ...(younger > 0
      ? [
          `By its own word the answer is older than ${countText(younger, 'event')} that were found. Is that so?`,
        ]
      : []),
    ...(unchecked > 0
      ? [`It has ${countText(unchecked, 'event')} that this log has not, as waiting for it.`]
      : []),
    ...(elsewhere > 0
      ? [`It has ${countText(elsewhere, 'event')} of other years: hold it against the logs of those too.`]
      : []),
  ].join('\n');
};

/** The company's year that a log is of: the end of its origin. */
const yearOf = (origin: string): string => origin.slice(origin.lastIndexOf('/') + 1);

/** What an answer says that the log was when the question was asked, as far as the log as it is now can tell. */
const saidOf = (newest: Checkpoint, answer: GivenAnswer): readonly NamedCheckpoint[] => {
  const { size, root } = answer.asOf(yearOf(newest.origin)) ?? {};
  return size === undefined || root === undefined || size > newest.size
    ? []
    : [{ name: 'the answer’s word on the log (asOf)', checkpoint: { origin: newest.origin, size, root } }];
};

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
    const asked = readAsked(values);
    const [out, answerFile] = [textOption(values, 'out'), textOption(values, 'compare')];
    const given = answerFile === undefined ? undefined : await readAnswer(answerFile);
    const trust = await readTrust(values);
    const place = neededOption(values, 'log');
    const read = await openLogOnce(place, environment.TEMKIN_TOKEN);
    const bytes = await read('checkpoint');
    const newest = noteCheckpoint(new TextDecoder().decode(bytes));
    const found: PlacedEvent[] = [];

    const sink = eventSink(out);
    const told = new Set(given?.told.map(({ eventId }) => eventId));
    const unasked = new Set<string>();
    const answer = answering(asked, sink, (event, isAsked) => {
      if (isAsked) found.push(event);
      else if (told.has(event.eventId)) unasked.add(event.eventId);
    });
    progress.begin('reading the log');
    const verdict = await verifyLog({
      sha256,
      read,
      keys: trust.keys,
      ...trust.demanded,
      ...askedForAt(place, trust.keys),
      known: given && newest ? saidOf(newest, given) : [],
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
    const year = yearOf(verdict.checkpoint.origin);
    const comparison = given && compareAnswer(given, { year, found, unasked });
    const verdictText = [
      report.text,
      `${countText(found.length, 'event')} found.`,
      ...(comparison === undefined ? [] : [comparisonText(comparison)]),
    ].join('\n');
    const written = sink.keep();
    if (out === undefined) serving.announce(verdictText);
    // An answer from before all that was found says nothing of it.
    const isDoubtful = found.length > 0 && comparison?.younger === found.length;
    const exitCode =
      comparison !== undefined && isWrong(comparison) ? 1 : (report.exitCode ?? (isDoubtful ? 3 : undefined));
    return {
      text: out === undefined ? written.trimEnd() : verdictText,
      data: { ...report.data, found: found.length, ...comparison },
      ...(exitCode !== undefined && { exitCode }),
    };
  },
};
