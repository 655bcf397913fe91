import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import { REQUEST_USAGE, SHARED_USAGE, totalUsage, usageOf, usdAmong, usdOf, type Usage } from './bill.ts';
import { LOG_STORAGE_USD, PRICE_NAMES, PRICES } from './prices.ts';
import type { Step } from './step.ts';
import { sumOf, type Tally } from './tally.ts';

/** US dollars for a million parcels (performance goals, row 13). */
export const GOAL_USD = 110;
export const STRETCH_USD = 60;

/** Labels in one request of a gate or a belt, instead of one by one from a hand. */
export const GATE_LABELS = 50;

/** Scans that happen within a facility, where many parcels pass at once. */
const FACILITY_SCANS = 3;

const GIGABYTE = 2 ** 30;

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
  /** Storage of events and its recovery. */
  readonly keptEvents: number;
  /** What would differ in another region. */
  readonly regional: number;
  /** By how much less, if events lay in the log's object store instead of a table. */
  readonly savedByLog: number;
  /** By how much less, if facilities sent many labels in a request. */
  readonly savedByGates: number;
}

/** Adds the steps of a journey up. */
export const figuresOf = (steps: readonly Step[]): Figures => {
  const usage = totalUsage([...steps.map(usageOf), SHARED_USAGE]);
  const store = sumOf(steps.map((step) => step.store));
  const total = usdOf(usage);
  const storage = usdAmong(usage, ['storage', 'recovery']);
  const eventGigabyteMonths = (store.eventByteMonths / GIGABYTE) * PARCELS;
  const keptEvents = eventGigabyteMonths * (PRICES.storage.usd + PRICES.recovery.usd);
  return {
    usage,
    store,
    total,
    requests: total - storage,
    storage,
    checks: store.checkUnits * PRICES.writeUnit.usd * PARCELS,
    events: store.eventUnits * PRICES.writeUnit.usd * PARCELS,
    keptEvents,
    regional: usdAmong(
      usage,
      PRICE_NAMES.filter((name) => PRICES[name].differsBy === 'region'),
    ),
    savedByLog: keptEvents - eventGigabyteMonths * LOG_STORAGE_USD,
    savedByGates: FACILITY_SCANS * (1 - 1 / GATE_LABELS) * usdOf(REQUEST_USAGE),
  };
};

/** US dollars for a million answered calls that show a brand. */
export const brandedCallUsd = (vnd: number): number => (vnd / ASSUMPTIONS.vndPerUsd) * PARCELS;
