import type { Comparison, Row, Workload } from '../comparison.ts';
import { durationFigure } from '../figure.ts';
import { elapsed, pairedRatio } from '../measure.ts';
import { startBenchSystem, type BenchSystem } from '../store/bench-system.ts';
import { loadShifts, type LoadedShift } from '../store/loaded-shifts.ts';
import {
  freshRequests,
  recordRequests,
  replay,
  requestsText,
  type SentRequest,
} from '../store/sent-request.ts';

type Work = () => Promise<unknown>;

/** One lane a shipper; what is in a lane runs one after another. */
type Lanes = readonly (readonly Work[])[];

const GOAL = 1.3;

const inOneLane = async (lanes: Lanes): Promise<void> => {
  for (const work of lanes.flat()) await work();
};

const inParallelLanes = async (lanes: Lanes): Promise<void> => {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const work of lane) await work();
    }),
  );
};

/** Resolves of every shipper's whole load through the application. */
const resolves = async (system: BenchSystem, shifts: readonly LoadedShift[]): Promise<Lanes> =>
  Promise.all(
    shifts.map(async ({ shipper, tokens }) => {
      const prepare = (await system.as(shipper))('/v1/parcels/resolve');
      return tokens.map((token) => prepare({ token, purpose: 'delivery' }));
    }),
  );

/** What one resolve of each label sends to the store. */
const recordedResolves = async (
  system: BenchSystem,
  shifts: readonly LoadedShift[],
): Promise<readonly (readonly (readonly SentRequest[])[])[]> => {
  await inOneLane(await resolves(system, shifts));
  const recorded = [];
  for (const lane of await resolves(system, shifts)) {
    const requests = [];
    for (const work of lane) requests.push(await recordRequests(system.client, work));
    recorded.push(requests);
  }
  return recorded;
};

const WAYS = [
  { name: 'one at a time', run: inOneLane },
  { name: '8 in flight', run: inParallelLanes },
] as const;

const measure = async (system: BenchSystem, { parcels, quick, progress }: Workload) => {
  const shifts = await loadShifts(system, parcels, quick ? 4 : 12);
  const recorded = await recordedResolves(system, shifts);
  const resolvesPerRound = recorded.flat().length;
  const rounds = quick ? 2 : 11;
  const milliseconds = WAYS.map(() => ({ ours: [] as number[], bare: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    progress(`row 5: resolve, round ${round} of ${rounds}`);
    for (const [way, { run }] of WAYS.entries()) {
      const ours = await resolves(system, shifts);
      const bare = recorded.map((lane) =>
        lane.map((requests) => {
          const again = freshRequests(requests, `${way}-${round}`);
          return () => replay(system.bareClient, again);
        }),
      );
      const [ourTime, bareTime] = [await elapsed(() => run(ours)), await elapsed(() => run(bare))];
      if (round === 0) continue;
      milliseconds[way]?.ours.push(ourTime / resolvesPerRound);
      milliseconds[way]?.bare.push(bareTime / resolvesPerRound);
    }
  }
  return { milliseconds, requests: recorded[0]?.[0] ?? [] };
};

/**
 * Row 5: a resolve through the HTTP application beside the very requests that it sends, bare: recorded once from the
 * application, and sent again by the SDK in the same waves, with events and client tokens of their own. A round resolves
 * every load once through each; ratios are taken round by round.
 */
export const resolve: Row = async (workload) => {
  const system = await startBenchSystem();
  try {
    const { milliseconds, requests } = await measure(system, workload);
    return WAYS.map(({ name }, way): Comparison => {
      const { ours = [], bare = [] } = milliseconds[way] ?? {};
      const ratio = pairedRatio(ours, bare);
      return {
        row: 5,
        what: `resolve, ${name}`,
        ours: durationFigure(ours),
        limit: { name: `bare SDK, ${requestsText(requests)}`, ...durationFigure(bare) },
        ratio,
        goal: { text: `≤ ${GOAL} ×`, met: ratio <= GOAL },
      };
    });
  } finally {
    await system.stop();
  }
};
