import type { WriterMark } from './writer-mark.ts';
import { accountMark, noNumbers, type MissingNumbers, type WriterNumbers } from './writer-numbers.ts';

/** Numbers that a session has given out below its highest and that no event bears or names void, in order. */
export interface WriterGap {
  readonly session: string;
  readonly missing: readonly Omit<MissingNumbers, 'since'>[];
}

/** The gaps in writers' numbers over a whole log. */
export interface WriterGaps {
  /** Takes a mark into account; the order of marks does not matter, nor that one comes twice. */
  readonly see: (mark: WriterMark) => void;
  /** The sessions that numbers are missing of, by what was seen so far. */
  readonly found: () => readonly WriterGap[];
}

/** Keeps two numbers for each session, and a range for each gap. */
export const writerGaps = (): WriterGaps => {
  const sessions = new Map<string, WriterNumbers>();
  return {
    see: (mark) => {
      const known = sessions.get(mark.session) ?? noNumbers();
      sessions.set(mark.session, known);
      accountMark(known, mark, 0);
    },
    found: () =>
      [...sessions]
        .filter(([, { missing }]) => missing.length > 0)
        .map(([session, { missing }]) => ({
          session,
          missing: missing.map(({ from, to }) => ({ from, to })),
        })),
  };
};
