import type { Comparison, Row } from '../comparison.ts';
import { ASSUMPTIONS, PARCELS } from '../cost/assumptions.ts';
import { usageOf, usdOf } from '../cost/bill.ts';
import { startCostSystem } from '../cost/cost-system.ts';
import { figuresOf } from '../cost/figures.ts';
import { journey } from '../cost/journey.ts';
import { count, money } from '../cost/page-tables.ts';
import { PEAK_DAY, PEAK_EVENTS_PER_SECOND, QUOTAS, SCALE, SHARED_KINDS } from '../peak/assumptions.ts';
import { liveDay } from '../peak/day.ts';
import type { Touches } from '../peak/touched-kinds.ts';

const BEGAN_AT = Date.parse('2026-11-23T08:00:00+07:00');

const HOUR_SECONDS = 3_600;

/** Parcels whose ten events fill the busiest hour at the scale of the simulation. */
const PARCELS_OF_THE_HOUR = Math.round(
  (PEAK_EVENTS_PER_SECOND * HOUR_SECONDS) / PEAK_DAY.eventsAParcel / SCALE,
);

interface Simulated {
  readonly parcels: number;
  readonly httpRequests: number;
  readonly kinds: ReadonlyMap<string, Touches>;
}

const simulate = async (parcels: number, progress: (sentence: string) => void): Promise<Simulated> => {
  const system = await startCostSystem(BEGAN_AT);
  try {
    await system.post('desk-clerk-1', '/v1/shifts', { shipper: 'shipper-1', facility: 'HN-BA-DINH' });
    let httpRequests = 0;
    const kinds = await system.touches(async () => {
      httpRequests = await liveDay(system, parcels, (done) => {
        progress(`row 15: a peak day, ${done} of ${parcels} parcels`);
      });
    });
    return { parcels, httpRequests, kinds };
  } finally {
    await system.stop();
  }
};

/** A planned figure beside what AWS gives without being asked. */
const line = (
  what: string,
  text: string,
  value: number,
  quota?: { name: string; value: number },
): Comparison => ({
  row: 15,
  what,
  ours: { text, value },
  ...(quota !== undefined && {
    limit: { name: quota.name, text: count(quota.value), value: quota.value },
    ratio: value / quota.value,
    goal: { text: '≤ 1 ×', met: value <= quota.value },
  }),
});

/** Units a second in the busiest hour, of what the simulation counted. */
const perSecond = (units: number, { parcels }: Simulated): number =>
  (units / parcels / PEAK_DAY.eventsAParcel) * PEAK_EVENTS_PER_SECOND;

const tableLines = (simulated: Simulated): readonly Comparison[] => {
  const tables = new Map<string, { reads: number; writes: number }>();
  for (const [kind, { reads, writes }] of simulated.kinds) {
    const name = kind.replace(/\..*/, '');
    const sum = tables.get(name) ?? { reads: 0, writes: 0 };
    tables.set(name, { reads: sum.reads + reads, writes: sum.writes + writes });
  }
  return [...tables].map(([name, units]) => {
    const [reads, writes] = [perSecond(units.reads, simulated), perSecond(units.writes, simulated)];
    const partitions = Math.ceil(reads / QUOTAS.partitionReads + writes / QUOTAS.partitionWrites);
    return line(
      `table ${name}, units a second`,
      `${count(reads)} read, ${count(writes)} written, ${partitions} partitions`,
      Math.max(reads, writes),
      { name: 'quota of a table', value: QUOTAS.tableUnitsPerSecond },
    );
  });
};

/** The busiest partition key value of each kind of item that parcels share: no partition can give it more. */
const keyLines = (simulated: Simulated): readonly Comparison[] =>
  Object.entries(SHARED_KINDS).flatMap(([kind, { of, share }]) => {
    const touches = simulated.kinds.get(kind);
    if (touches === undefined) return [];
    const reads = perSecond(touches.reads, simulated) * share;
    const writes = perSecond(touches.writes, simulated) * share;
    const load = reads / QUOTAS.partitionReads + writes / QUOTAS.partitionWrites;
    return [
      line(`${kind}, ${of}`, `${count(reads)} read, ${count(writes)} written a second`, load, {
        name: 'one partition',
        value: 1,
      }),
    ];
  });

const bill = async (): Promise<Comparison> => {
  const steps = await journey();
  const scans = steps.filter(({ httpRequests }) => httpRequests === 1);
  const scan = scans.reduce((sum, step) => sum + usdOf(usageOf(step)), 0) / scans.length;
  const more = PEAK_DAY.eventsAParcel - 1 - scans.length;
  const usd = ((figuresOf(steps).total + more * scan) * PEAK_DAY.parcels) / PARCELS;
  return line('the day, list price', `US$ ${money(usd)}, kept to its end`, usd);
};

/**
 * Row 15: what ten million parcels a day ask for in their busiest hour, from what an hour at 1 : 1,000 asked of the
 * store, request by request, beside what AWS gives without being asked. The worst case: all of them of one company.
 */
export const peakDay: Row = async ({ quick, progress }) => {
  const simulated = await simulate(quick ? 50 : PARCELS_OF_THE_HOUR, progress);
  const requests = perSecond(simulated.httpRequests, simulated);
  const runs = (requests * ASSUMPTIONS.requestMilliseconds) / 1_000;
  return [
    line('HTTP requests a second', count(requests), requests, {
      name: 'quota of the HTTP API',
      value: QUOTAS.apiRequestsPerSecond,
    }),
    line('runs at the same time', count(runs), runs, { name: 'quota of Lambda', value: QUOTAS.functionRuns }),
    ...tableLines(simulated),
    ...keyLines(simulated),
    line('access.tenant, the one company', `${count(runs)} read a second, once by each process`, runs, {
      name: 'one partition',
      value: QUOTAS.partitionReads,
    }),
    await bill(),
  ];
};
