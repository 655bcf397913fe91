import { keyOf, numberOf, optional, type Key, type Table, type Write } from '@temkin/storage';

/** Seconds for which a day's count is kept: until the day after, wherever the day began. */
const KEPT_SECONDS = 3 * 86_400;

const parcelCallsKey = (tenant: string, parcelId: string, day: string): Key =>
  keyOf('calls', 'parcelCalls', { tenant, parcelId, day });

const keptUntil = (nowMilliseconds: number): number => Math.ceil(nowMilliseconds / 1_000) + KEPT_SECONDS;

/** Counts of a day (`YYYY-MM-DD`, Vietnam time), exact, for they are conditional writes. */
export const callLimits = (table: Table) => ({
  /** Calls that were declared about a parcel. */
  callsAbout: async (tenant: string, parcelId: string, day: string): Promise<number> => {
    const item = await table.get(parcelCallsKey(tenant, parcelId, day));
    return (item && optional(numberOf, item, 'calls')) ?? 0;
  },

  /** Refused where there were as many as there may be. */
  countWrite: (
    tenant: string,
    counted: { readonly parcelId: string; readonly day: string; readonly limit: number },
    nowMilliseconds: number,
  ): Write => ({
    kind: 'update',
    key: parcelCallsKey(tenant, counted.parcelId, counted.day),
    set: { expiresAtSeconds: keptUntil(nowMilliseconds) },
    add: { calls: 1 },
    condition: [{ attribute: 'calls', is: 'absent-or-less', than: counted.limit }],
  }),

  /** Takes a call's cost from one share of the day's budget. Refused where that share has not so much left. */
  spendWrite: (
    tenant: string,
    spent: {
      readonly day: string;
      readonly share: string;
      readonly costVnd: number;
      readonly limitVnd: number;
    },
    nowMilliseconds: number,
  ): Write => ({
    kind: 'update',
    key: keyOf('calls', 'spentBudget', { tenant, day: spent.day, share: spent.share }),
    set: { expiresAtSeconds: keptUntil(nowMilliseconds) },
    add: { spentVnd: spent.costVnd },
    condition: [{ attribute: 'spentVnd', is: 'absent-or-less', than: spent.limitVnd - spent.costVnd + 1 }],
  }),
});

export type CallLimits = ReturnType<typeof callLimits>;
