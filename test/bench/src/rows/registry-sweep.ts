import { SEGMENTS } from '@temkin/subscriber/domain';
import type { Comparison, Row, Workload } from '../comparison.ts';
import { rateFigure } from '../figure.ts';
import { pairedRatio, rateOf, type Rate } from '../measure.ts';
import { sweptRegistry } from '../registry/swept-registry.ts';

/** People in the registry: some four in a segment, and some four hundred, with their numbers. */
const SIZES = [1_000, 100_000] as const;

const GOAL = 0.5;

/** Segments of a walk, and of a longer one, which is to take as long a person. */
const [FEW, MANY] = [16, 128];
const LINEAR = 1.25;

type Walk = (segment: string) => Promise<number>;

const cpu = (rates: readonly Rate[]): readonly number[] => rates.map((rate) => rate.cpuMicroseconds);

/** How fast people of so many segments are gone through, one segment after the other. */
const rateOfWalk = async (walk: Walk, segments: number): Promise<Rate> => {
  const walked = SEGMENTS.slice(0, segments);
  let people = 0;
  const { perSecond: walks, cpuMicroseconds } = await rateOf(1, async () => {
    for (const segment of walked) people += await walk(segment);
  });
  return { perSecond: walks * people, cpuMicroseconds: cpuMicroseconds / people };
};

/** Comparisons of sweeps with so many people there. */
const sweepAmong = async (
  people: number,
  { quick, progress }: Pick<Workload, 'quick' | 'progress'>,
): Promise<readonly Comparison[]> => {
  const size = `${people.toLocaleString('en-US')} people`;
  const rounds = quick ? 3 : 11;
  progress(`row 12: making a registry of ${size}`);
  const { sweep, decrypt } = await sweptRegistry(people);
  const [ours, bare, longer]: [Rate[], Rate[], Rate[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    progress(`row 12: sweep of ${size}, round ${round} of ${rounds}`);
    const rates = [
      await rateOfWalk(sweep, FEW),
      await rateOfWalk(decrypt, FEW),
      await rateOfWalk(sweep, MANY),
    ] as const;
    if (round === 0) continue;
    ours.push(rates[0]);
    bare.push(rates[1]);
    longer.push(rates[2]);
  }
  // Of processor time, and so of a core: nothing here waits.
  const ratio = pairedRatio(cpu(bare), cpu(ours));
  const growth = pairedRatio(cpu(longer), cpu(ours));
  return [
    {
      row: 12,
      what: `sweep of ${FEW} segments, of ${size}`,
      ours: rateFigure(ours),
      limit: { name: 'opening the needed fields alone', ...rateFigure(bare) },
      ratio,
      goal: { text: `≥ ${GOAL} ×`, met: ratio >= GOAL },
    },
    {
      row: 12,
      what: `sweep of ${MANY} segments, of ${size}`,
      ours: rateFigure(longer),
      limit: { name: `of ${FEW} segments`, ...rateFigure(ours) },
      ratio: growth,
      goal: { text: `≤ ${LINEAR} × processor time a person`, met: growth <= LINEAR },
    },
  ];
};

/**
 * Row 12: people a second of a sweep over segments, of a store that answers at once: reading, opening, judging and the facts of numbers; beside it
 * opening the same keys and fields of records that lie in memory, and nothing else.
 */
export const registrySweep: Row = async (workload) => {
  const sizes = workload.quick ? SIZES.slice(0, 1) : SIZES;
  const comparisons: Comparison[] = [];
  for (const people of sizes) comparisons.push(...(await sweepAmong(people, workload)));
  return comparisons;
};
