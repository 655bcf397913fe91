import type { IndexName } from '@temkin/subscriber/domain';
import type { Comparison, Row, Workload } from '../comparison.ts';
import { durationFigure } from '../figure.ts';
import { elapsed, pairedRatio } from '../measure.ts';
import { startBenchRegistry, type BenchRegistry } from '../registry/bench-registry.ts';
import { loadPeople } from '../registry/load-people.ts';
import { askedFor, read, search, type Subscriber } from '../registry/registry-requests.ts';
import {
  freshRequests,
  recordRequests,
  replay,
  requestsText,
  type SentRequest,
} from '../store/sent-request.ts';

/** People in the registry. */
const SIZES = [1_000, 100_000] as const;

/** Requests of a kind that are timed one after another; fewer of the smaller registry, which has fewer who share a value with five others. */
const [MANY, FEW] = [40, 20];

const GOAL = 1.5;

type Work = () => Promise<unknown>;

/** A request of a kind, and who it is about. */
interface Asked {
  readonly what: string;
  readonly works: readonly Work[];
}

const workOf = async (system: BenchRegistry, people: number, many: number): Promise<readonly Asked[]> => {
  const by = async (index: IndexName, what: string): Promise<Asked> => {
    const asked = await askedFor(system, index, people, many);
    return { what, works: asked.map((one) => () => search(system, index, one)) };
  };
  const subscribers: readonly Subscriber[] = await askedFor(system, 'msisdn', people, many);
  return [
    await by('msisdn', 'search by a number'),
    await by('nameBirthDate', 'search by name and birth date'),
    { what: 'read of a person and a number', works: subscribers.map((one) => () => read(system, one)) },
  ];
};

const inOrder = async (works: readonly Work[]): Promise<void> => {
  for (const work of works) await work();
};

const compare = async (
  system: BenchRegistry,
  { what, works }: Asked,
  rounds: number,
): Promise<Comparison> => {
  await inOrder(works);
  const recorded: (readonly SentRequest[])[] = [];
  for (const work of works) recorded.push(await recordRequests(system.client, work));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const ready = recorded.map((requests, i) => freshRequests(requests, `${round}-${i}`));
    const ourTime = await elapsed(() => inOrder(works));
    const bareTime = await elapsed(() => inOrder(ready.map((one) => () => replay(system.bareClient, one))));
    if (round === 0) continue;
    ours.push(ourTime / works.length);
    bare.push(bareTime / works.length);
  }
  const ratio = pairedRatio(ours, bare);
  return {
    row: 11,
    what,
    ours: durationFigure(ours),
    limit: { name: `bare SDK, ${requestsText(recorded[0] ?? [])}`, ...durationFigure(bare) },
    ratio,
    goal: { text: `≤ ${GOAL} ×`, met: ratio <= GOAL },
  };
};

/** A row of comparisons with so many people there. */
const searchAmong = async (
  people: number,
  { quick, progress }: Pick<Workload, 'quick' | 'progress'>,
): Promise<readonly Comparison[]> => {
  const size = `${people.toLocaleString('en-US')} people`;
  const system = await startBenchRegistry(people);
  try {
    progress(`row 11: filling a registry with ${size}`);
    await loadPeople(system, 0, people);
    const comparisons: Comparison[] = [];
    for (const asked of await workOf(system, people, people === SIZES[0] ? FEW : MANY)) {
      progress(`row 11: ${asked.what} of ${size}`);
      const comparison = await compare(system, asked, quick ? 2 : 11);
      comparisons.push({ ...comparison, what: `${asked.what}, of ${size}` });
    }
    return comparisons;
  } finally {
    await system.stop();
  }
};

/**
 * Row 11: a search of the registry, and a read of one subscriber, beside the very requests that they send, bare: recorded once from the
 * registry, and sent again by the SDK in the same waves, with events and client tokens of their own.
 */
export const registrySearch: Row = async (workload) => {
  const sizes = workload.quick ? SIZES.slice(0, 1) : SIZES;
  const comparisons: Comparison[] = [];
  for (const people of sizes) comparisons.push(...(await searchAmong(people, workload)));
  return comparisons;
};
