import { LABEL_KINDS } from '@temkin/parcel/domain';
import type { Comparison, Row } from '../comparison.ts';
import { rateFigure } from '../figure.ts';
import { interleavedRates, pairedRatio, type Operation, type Pace, type Rate } from '../measure.ts';
import { parcelFields } from '../parcels/parcel-fields.ts';
import { allPeers } from '../peers/all-peers.ts';
import { fieldsOf, type Contestant, type Fields, type Token } from '../peers/contestant.ts';
import { temkinLabel } from '../peers/temkin.ts';

type Direction = 'seal' | 'open';

const DIRECTIONS: readonly Direction[] = ['seal', 'open'];

/** Tokens that are opened in turn: enough that no branch predictor learns them by heart. */
const TOKENS = 256;

const perSecond = (rates: readonly Rate[]): readonly number[] => rates.map((rate) => rate.perSecond);

const at = <Element>(elements: readonly Element[], iteration: number): Element => {
  const element = elements[iteration % elements.length];
  if (element === undefined) throw new RangeError('there is nothing to go through');
  return element;
};

const operationsOf = async (
  contestants: readonly Contestant[],
  parcels: readonly Fields[],
): Promise<Readonly<Record<string, Operation>>> => {
  const operations: Record<string, Operation> = {};
  for (const contestant of contestants) {
    const tokens: Token[] = [];
    for (let i = 0; i < TOKENS; i += 1) tokens.push(await contestant.seal(at(parcels, i)));
    operations[`seal ${contestant.name}`] = (i) => contestant.seal(at(parcels, i));
    operations[`open ${contestant.name}`] = (i) => at(tokens, i).open();
  }
  return operations;
};

interface Match {
  readonly ours: Contestant;
  readonly role: 'peer' | 'limit';
  readonly rival: Contestant;
  /** Ours by theirs, at least. */
  readonly atLeast?: number;
}

/** `sealed` against everybody, the rarer `sealed-all` against the ends of the field. */
const matchesOf = async (kind: 'sealed' | 'sealed-all'): Promise<readonly Match[]> => {
  const { jose, cose, coseDeflate, aws, boxPerGroup } = await allPeers(LABEL_KINDS[kind].groups);
  const ours = temkinLabel(kind);
  const ends: readonly Match[] = [
    { ours, role: 'peer', rival: jose, atLeast: 1.5 },
    { ours, role: 'limit', rival: boxPerGroup },
  ];
  if (kind === 'sealed-all') return ends;
  const uncompressed = temkinLabel(kind, 1);
  return [
    ...ends,
    { ours, role: 'peer', rival: cose },
    { ours, role: 'peer', rival: coseDeflate },
    { ours, role: 'peer', rival: aws },
    { ours: uncompressed, role: 'peer', rival: jose },
    { ours: uncompressed, role: 'limit', rival: boxPerGroup, atLeast: 0.5 },
  ];
};

const compareKind = async (
  kind: 'sealed' | 'sealed-all',
  parcels: readonly Fields[],
  pace: Pace,
): Promise<readonly Comparison[]> => {
  const matches = await matchesOf(kind);
  const contestants = new Set(matches.flatMap(({ ours, rival }) => [ours, rival]));
  const rates = await interleavedRates(await operationsOf([...contestants], parcels), pace);
  return DIRECTIONS.flatMap((direction) =>
    matches.map(({ ours, role, rival, atLeast }): Comparison => {
      const [ourRates, theirRates] = [
        rates[`${direction} ${ours.name}`] ?? [],
        rates[`${direction} ${rival.name}`] ?? [],
      ];
      const ratio = pairedRatio(perSecond(ourRates), perSecond(theirRates));
      return {
        row: 3,
        what: `${direction}, ${ours.name}`,
        ours: rateFigure(ourRates),
        [role]: { name: rival.name, ...rateFigure(theirRates) },
        ratio,
        ...(atLeast !== undefined && { goal: { text: `≥ ${atLeast} ×`, met: ratio >= atLeast } }),
      };
    }),
  );
};

/**
 * Row 3: parcel object to QR text and back, one thread, one call after another. Medians of rounds, from lowest to highest
 * in brackets, and processor time; a ratio is the median of the ratios of each round, by the clock on the wall.
 */
export const sealOpenSpeed: Row = async ({ parcels, quick, progress }) => {
  const pace: Pace = quick ? { rounds: 3, milliseconds: 40 } : { rounds: 15, milliseconds: 80 };
  const lines: Comparison[] = [];
  for (const kind of ['sealed', 'sealed-all'] as const) {
    progress(`row 3: seal and open ${kind} labels, ${pace.rounds} rounds`);
    const { groups } = LABEL_KINDS[kind];
    const fields = parcels.slice(0, 1_000).map((parcel) => fieldsOf(parcelFields(parcel), groups));
    lines.push(...(await compareKind(kind, fields, pace)));
  }
  return lines;
};
