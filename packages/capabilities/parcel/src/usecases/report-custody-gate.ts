import { inFlight, vietnamDay, type Receipt, type Caller } from '@temkin/kernel';
import type { GatedRole, GateSetting } from '../domain/index.ts';
import { COUNTED_DAYS, type CustodyGateStore, type GatedReads } from '../store/custody-gate-store.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** Days, both of them counted, `YYYY-MM-DD` in Vietnam time; of one facility or all. */
export interface ReportRange {
  readonly from: string;
  readonly to: string;
  readonly facility?: string;
}

/** Reads at one facility by those of one role under a gate that did not enforce. */
export interface GateCount {
  readonly facility: string;
  readonly role: GatedRole;
  readonly reads: number;
  readonly wouldHaveRefused: number;
}

export interface GateReport {
  readonly settings: readonly GateSetting[];
  readonly counts: readonly GateCount[];
  readonly receipt: Receipt;
}

/** Days of one report. */
const REPORT_DAYS = 31;

const DAY_MILLISECONDS = 86_400_000;

const DAYS_IN_FLIGHT = 4;

const daysOf = ({ from, to }: ReportRange): readonly string[] => {
  const days: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY_MILLISECONDS)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
};

/** Without the readers: a report tells of facilities and roles, never of a person. */
const summedUp = (all: readonly GatedReads[]): readonly GateCount[] => {
  const sums = new Map<string, GateCount>();
  for (const { facility, role, reads, wouldHaveRefused } of all) {
    const name = JSON.stringify([facility, role]);
    const sum = sums.get(name) ?? { facility, role, reads: 0, wouldHaveRefused: 0 };
    sums.set(name, {
      ...sum,
      reads: sum.reads + reads,
      wouldHaveRefused: sum.wouldHaveRefused + wouldHaveRefused,
    });
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
};

/**
 * How many reads custody would have refused, had the gate enforced it. Dispatchers are told of their own facility. Refuses
 * `PARCEL.DATE_INVALID` for days that end before they begin, are more than 31 or older than what is counted, and
 * `PARCEL.FACILITY_UNKNOWN`.
 */
export const reportCustodyGate =
  ({
    recorder,
    clock,
    gates,
  }: Pick<Surroundings, 'recorder' | 'clock'> & { readonly gates: CustodyGateStore }) =>
  (caller: Caller, range: ReportRange): Promise<GateReport> => {
    const { tenant, roles, facility: own } = caller.principal;
    return untilSettled(async () => {
      const facility = roles.includes('security-officer') ? range.facility : (range.facility ?? own);
      if (!roles.includes('security-officer') && (own === undefined || facility !== own))
        throw refuse('PARCEL.FACILITY_UNKNOWN');
      const earliest = vietnamDay(clock.now() - COUNTED_DAYS * DAY_MILLISECONDS);
      const lastInRange = Date.parse(range.from) + (REPORT_DAYS - 1) * DAY_MILLISECONDS;
      if (range.from < earliest || range.to < range.from || Date.parse(range.to) > lastInRange)
        throw refuse('PARCEL.DATE_INVALID');
      const recorded = await recorder.commit(caller, {
        action: 'gate.report',
        outcome: 'allowed',
        resources: facility === undefined ? [] : [{ type: 'facility', pseudonym: facility }],
      });
      if (recorded.outcome !== 'committed') return undefined;
      const [gate, days] = await Promise.all([
        gates.gate(tenant),
        inFlight(DAYS_IN_FLIGHT, daysOf(range), (day) => gates.gatedReads(tenant, day, facility)),
      ]);
      return {
        settings: gate?.settings ?? [],
        counts: summedUp(days.flat()),
        receipt: recorded.receipt,
      };
    });
  };
