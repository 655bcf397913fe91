import type { FunctionName } from '../../../../cdk/functions.ts';
import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import { REQUEST_USAGE, SHARED_USAGE, totalUsage, usageOf, usdAmong, usdOf, type Usage } from './bill.ts';
import { PRICE_NAMES, PRICES } from './prices.ts';
import type { Step } from './step.ts';
import { sumOf, type Tally } from './tally.ts';

/** US dollars for a million parcels (performance goals, row 13). */
export const GOAL_USD = 110;
export const STRETCH_USD = 60;

/** Labels in one request of a gate or a belt, instead of one by one from a hand. */
export const GATE_LABELS = 50;

/** Scans that happen within a facility, where many parcels pass at once. */
const FACILITY_SCANS = 3;

/** What a million parcels cost, in US dollars, and parts of it. */
export interface Figures {
  readonly usage: Usage;
  /** Everything asked of the store for one parcel. */
  readonly store: Tally;
  readonly total: number;
  readonly requests: number;
  readonly storage: number;
  readonly checks: number;
  readonly events: number;
  /** Calls, without what their events cost in the logs. */
  readonly calls: number;
  /** Moving events into the logs, and keeping them there. */
  readonly logs: number;
  /** Their index. */
  readonly index: number;
  /** Parts of these two: what is kept. */
  readonly kept: { readonly logs: number; readonly index: number };
  /** What would differ in another region. */
  readonly regional: number;
  /** By how much less, if facilities sent many labels in a request. */
  readonly savedByGates: number;
}

/** Adds the steps of a journey up. */
export const figuresOf = (steps: readonly Step[]): Figures => {
  const usage = totalUsage([...steps.map(usageOf), SHARED_USAGE]);
  const store = sumOf(steps.map((step) => step.store));
  const total = usdOf(usage);
  const storage = usdAmong(usage, ['storage', 'recovery', 'objectStorage']);
  const usageBy = (...of: readonly FunctionName[]): Usage =>
    totalUsage(steps.filter(({ run }) => of.includes(run.function)).map(usageOf));
  const [logs, index] = [usageBy('audit-sequencer'), usageBy('audit-indexer')];
  return {
    usage,
    store,
    total,
    requests: total - storage,
    storage,
    checks: store.checkUnits * PRICES.writeUnit.usd * PARCELS,
    events: store.eventUnits * PRICES.writeUnit.usd * PARCELS,
    calls: usdOf(usageBy('caller-id-api', 'call-sweeper')),
    logs: usdOf(logs),
    index: usdOf(index),
    kept: {
      logs: usdAmong(logs, ['objectStorage']),
      index: usdAmong(index, ['storage', 'recovery']),
    },
    regional: usdAmong(
      usage,
      PRICE_NAMES.filter((name) => PRICES[name].differsBy === 'region'),
    ),
    savedByGates: FACILITY_SCANS * (1 - 1 / GATE_LABELS) * usdOf(REQUEST_USAGE),
  };
};

/** US dollars for a million answered calls that show a brand. */
export const brandedCallUsd = (vnd: number): number => (vnd / ASSUMPTIONS.vndPerUsd) * PARCELS;
