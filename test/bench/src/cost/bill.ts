import { FUNCTIONS } from '../../../../cdk/functions.ts';
import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import { PRICE_NAMES, PRICES, type PriceName } from './prices.ts';
import type { Step } from './step.ts';

/** How much of what has a price: of one parcel, in the prices' units. */
export type Usage = Readonly<Record<PriceName, number>>;

const GIGABYTE = 2 ** 30;

const usage = (amounts: Partial<Usage>): Usage =>
  Object.fromEntries(PRICE_NAMES.map((name) => [name, amounts[name] ?? 0])) as Record<PriceName, number>;

/** What a request costs before anything is done about it: edge, firewall, API, the run itself and the lines about it. */
export const REQUEST_USAGE: Usage = usage({
  edgeRequest: 1,
  edgeFunction: 1,
  firewallRequest: 1,
  apiRequest: 1,
  functionRun: 1,
  log: (ASSUMPTIONS.logBytesPerRun + ASSUMPTIONS.logBytesPerRequest) / GIGABYTE,
});

/** One parcel's share of what processes do for all parcels: fetching their keys. */
export const SHARED_USAGE: Usage = usage({
  keyRequest: (ASSUMPTIONS.warmProcesses * ASSUMPTIONS.keyRequestsPerProcess) / PARCELS,
});

/** One parcel's share of a step. */
export const usageOf = ({ httpRequests, answerBytes, store, run }: Step): Usage => {
  const { memoryMegabytes } = FUNCTIONS[run.function];
  return usage({
    writeUnit: store.writeUnits,
    readUnit: store.readUnits,
    storage: store.byteMonths / GIGABYTE,
    recovery: (store.byteMonths - store.unrecoveredByteMonths) / GIGABYTE,
    objectWrite: store.objectWrites,
    objectRead: store.objectReads,
    objectStorage: store.objectByteMonths / GIGABYTE,
    signature: store.signatures,
    functionRun: run.times,
    functionGigabyteSecond: (run.milliseconds / 1_000) * (memoryMegabytes / 1_024),
    apiRequest: httpRequests,
    edgeRequest: httpRequests,
    edgeFunction: httpRequests,
    edgeTransfer: answerBytes / GIGABYTE,
    firewallRequest: httpRequests,
    log: (run.times * ASSUMPTIONS.logBytesPerRun + httpRequests * ASSUMPTIONS.logBytesPerRequest) / GIGABYTE,
  });
};

/** All of them together. */
export const totalUsage = (usages: readonly Usage[]): Usage =>
  usage(
    Object.fromEntries(
      PRICE_NAMES.map((name) => [name, usages.reduce((total, one) => total + one[name], 0)]),
    ),
  );

/** US dollars for a million parcels, by price. */
export const billOf = (of: Usage): Readonly<Record<PriceName, number>> =>
  usage(Object.fromEntries(PRICE_NAMES.map((name) => [name, of[name] * PRICES[name].usd * PARCELS])));

/** US dollars for a million parcels. */
export const usdOf = (of: Usage): number => Object.values(billOf(of)).reduce((total, usd) => total + usd, 0);

/** US dollars for a million parcels of some prices alone. */
export const usdAmong = (of: Usage, names: readonly PriceName[]): number => {
  const bill = billOf(of);
  return names.reduce((total, name) => total + bill[name], 0);
};
