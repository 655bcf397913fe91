import type { GrowthVerdict } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { rfc3339 } from '@temkin/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { countText } from '../amounts.ts';
import { readTrust, TRUST_OPTIONS, type Trust } from '../auditor-trust.ts';
import { neededOption, textOption, UsageError, type Command, type Report, type Values } from '../command.ts';
import { lookAtLog } from '../look-at-log.ts';
import { AUDIT_WATCH_USAGE } from '../usage-audit.ts';
import { refusalText } from '../verdict-report.ts';

/** Seconds between two looks. */
const EVERY_SECONDS = 60;

const everyOption = (values: Values): number => {
  const seconds = Number(textOption(values, 'every') ?? EVERY_SECONDS);
  if (!Number.isSafeInteger(seconds) || seconds < 1) throw new UsageError('--every is a number of seconds');
  return seconds;
};

/** What a look has found; a log that could not be read may be read the next time. */
type Look = GrowthVerdict | { readonly outcome: 'unread'; readonly why: string };

const wordsOf = (look: Look): string => {
  if (look.outcome === 'refused') return refusalText(look);
  if (look.outcome === 'unread') return `not read: ${look.why}`;
  const { origin, size } = look.checkpoint;
  return `${look.outcome}: ${origin} has ${countText(size, 'entry', 'entries')}`;
};

/** What a watch trusts by now. */
const watchingTrust = async (values: Values): Promise<Trust> => {
  const trust = await readTrust(values);
  if (trust.keys.length === 0)
    throw new UsageError('--vkey is missing: without a key anybody could sign what is watched');
  return trust;
};

/** `temkin audit watch` */
export const auditWatch: Command = {
  usage: AUDIT_WATCH_USAGE,
  operand: 'log',
  options: { ...TRUST_OPTIONS, every: { type: 'string' }, once: { type: 'boolean' } },
  run: async (values, { environment, clock, serving }): Promise<Report> => {
    await cryptoReady;
    const place = neededOption(values, 'log');
    neededOption(values, 'state');
    const everyMilliseconds = everyOption(values) * 1_000;
    await watchingTrust(values);

    const look = async (): Promise<Look> => {
      try {
        return await lookAtLog(await watchingTrust(values), place, environment.TEMKIN_TOKEN);
      } catch (error) {
        return { outcome: 'unread', why: error instanceof Error ? error.message : String(error) };
      }
    };

    const ending = new AbortController();
    void serving.untilTold().then(() => ending.abort());
    for (;;) {
      const found = await look();
      const words = wordsOf(found);
      const isOver = values.once === true || found.outcome === 'refused';
      if (isOver) {
        const isBad = found.outcome === 'refused' || found.outcome === 'unread';
        return { text: words, data: { verdict: found.outcome }, ...(isBad && { exitCode: 1 }) };
      }
      serving.announce(`${rfc3339(clock.now())} ${words}`);
      await pause(everyMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return { text: 'The watch has ended.', data: { verdict: found.outcome } };
    }
  },
};
