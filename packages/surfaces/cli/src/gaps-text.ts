import { countMissing, type WriterGap } from '@temkin/audit/domain';
import { countText } from './amounts.ts';

/** Gaps that are told to people; data tell all of them. */
const TOLD = 10;

/** What is to be said of numbers that writers gave to events and that are missing in a log; nothing where none is. */
export const gapsText = (gaps: readonly WriterGap[]): readonly string[] => {
  if (gaps.length === 0) return [];
  const ranges = gaps.flatMap(({ session, missing }) =>
    missing.map(({ from, to }) => `  ${session}: ${from === to ? from : `${from} to ${to}`}`),
  );
  const numbers = countMissing(gaps.flatMap(({ missing }) => missing));
  return [
    `Missing by their writers’ own numbers: ${countText(numbers, 'event')} of ${countText(gaps.length, 'session')}. They are on their way, never came about, or were taken away before the log had them:`,
    ...ranges.slice(0, TOLD),
    ...(ranges.length > TOLD ? [`  and ${countText(ranges.length - TOLD, 'more gap')}: --json has all`] : []),
  ];
};
