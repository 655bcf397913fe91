import { utf8 } from '@temkin/kernel';
import { proofAtSize } from '../../../support/proof-at-size.ts';
import type { Comparison, Row } from '../comparison.ts';
import { countFigure, rateFigure } from '../figure.ts';
import { verifying } from '../log/verifying.ts';
import { pairedRatio, spreadOf, type Rate } from '../measure.ts';

/** Entries of the log in which a proof is measured. */
const SIZE = 1_000_000;

/** Bytes of a proof, at most, and entries a second, at least. */
const GOALS = { bytes: 1_200, perSecond: 50_000 } as const;

const perSecond = (rates: readonly Rate[]): readonly number[] => rates.map((rate) => rate.perSecond);

const sizeOf = async (witnesses: number): Promise<number> =>
  utf8((await proofAtSize(SIZE / 2 - 1, SIZE, witnesses)).text).length;

/**
 * Row 10: bytes of the file that proves an entry of a log of a million, exact on every machine; and how fast a whole log is
 * verified, every entry and every tile of it, from a directory, beside Go's own packages.
 */
export const logProof: Row = async (workload) => {
  const [alone, witnessed] = [await sizeOf(0), await sizeOf(1)];
  const { entries, ours, go } = await verifying(workload);
  const met = spreadOf(perSecond(ours)).median >= GOALS.perSecond;
  const verified: Comparison = {
    row: 10,
    what: `verifying a whole log of ${entries.toLocaleString('en-US')}, entries`,
    ours: rateFigure(ours),
    goal: { text: `≥ ${GOALS.perSecond.toLocaleString('en-US')}/s`, met },
    ...(go.length > 0 && {
      peer: { name: 'Go, x/mod `sumdb`', ...rateFigure(go) },
      ratio: pairedRatio(perSecond(ours), perSecond(go)),
    }),
  };
  return [
    {
      row: 10,
      what: 'a proof in a log of 1,000,000 entries, bytes',
      ours: countFigure(alone),
      goal: { text: `≤ ${GOALS.bytes.toLocaleString('en-US')}`, met: alone <= GOALS.bytes },
    },
    { row: 10, what: 'the same with a witness, bytes', ours: countFigure(witnessed) },
    verified,
  ];
};
