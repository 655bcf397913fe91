import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Condition,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { Difference, ReconciledSystem, SubscriptionState } from '../domain/index.ts';

/** One comparison of one system of a company with the registry: that of a day. */
export interface ReconciliationName {
  readonly tenant: string;
  /** `YYYY-MM-DD`, Vietnam time. */
  readonly day: string;
  readonly system: ReconciledSystem;
}

/** How far a comparison came. */
export interface Reconciliation {
  /** First the registry is gone through, then the system. */
  readonly phase: 'registry' | 'system' | 'done';
  /** Of the registry: the segment. */
  readonly segment?: string;
  /** What is seen to; absent at the beginning of a segment, or of the system. */
  readonly after?: string;
  /** Numbers of the registry that were compared, and what was found. */
  readonly compared: number;
  readonly differing: number;
  /** 0 where nobody has begun. */
  readonly version: number;
}

/** How a system differed about a number. */
export interface FoundDifference {
  readonly subscriptionId: string;
  readonly difference: Difference;
  readonly registered?: SubscriptionState;
  readonly known?: SubscriptionState;
}

const progressKey = ({ tenant, day, system }: ReconciliationName): Key =>
  keyOf('subscribers', 'reconciliation', { tenant, day, system });

const differenceKey = ({ tenant, day, system }: ReconciliationName, subscriptionId: string): Key =>
  keyOf('subscribers', 'difference', { tenant, day, system, subscriptionId });

const toItem = ({ phase, segment, after, compared, differing, version }: Reconciliation): Item => ({
  phase,
  ...(segment !== undefined && { segment }),
  ...(after !== undefined && { after }),
  compared,
  differing,
  version,
});

const PAGE_ITEMS = 100;

const advanceWrite = (
  name: ReconciliationName,
  from: Reconciliation,
  to: Omit<Reconciliation, 'version'>,
  keptUntilSeconds: number,
  receipt?: Receipt,
): Extract<Write, { kind: 'put' }> => ({
  kind: 'put',
  key: progressKey(name),
  item: {
    ...toItem({ ...to, version: from.version + 1 }),
    expiresAtSeconds: keptUntilSeconds,
    ...(receipt !== undefined && { eventId: receipt.eventId, leaf: receipt.leaf }),
  },
  condition:
    from.version === 0
      ? 'absent'
      : ([{ attribute: 'version', is: 'equal', to: from.version }] satisfies Condition),
});

const toReconciliation = (item: Item): Reconciliation => {
  const [segment, after] = [optional(textOf, item, 'segment'), optional(textOf, item, 'after')];
  return {
    phase: textOf(item, 'phase') as Reconciliation['phase'],
    ...(segment !== undefined && { segment }),
    ...(after !== undefined && { after }),
    compared: numberOf(item, 'compared'),
    differing: numberOf(item, 'differing'),
    version: numberOf(item, 'version'),
  };
};

/** A comparison that was begun, by its name within the company. */
export type NamedReconciliation = Reconciliation & Omit<ReconciliationName, 'tenant'>;

/** Comparisons of the systems of companies with the registry. */
export const reconciliations = (table: Table) => {
  return {
    advanceWrite,

    /** Those of a company that were begun, the latest first, a page of them behind one of that name. */
    list: async (
      tenant: string,
      { limit, after }: { readonly limit: number; readonly after?: Omit<ReconciliationName, 'tenant'> },
    ): Promise<{ readonly reconciliations: readonly NamedReconciliation[]; readonly isMore: boolean }> => {
      const { partition } = progressKey({ tenant, day: '', system: 'network' });
      const { items, next } = await table.query({
        table: 'subscribers',
        partition,
        order: 'descending',
        limit,
        ...(after !== undefined && { after: progressKey({ tenant, ...after }).sort }),
      });
      const found = items.flatMap(({ sort, item }): readonly NamedReconciliation[] => {
        const parts = partsOf('subscribers', 'reconciliation', { partition, sort });
        if (parts === undefined) return [];
        return [{ ...toReconciliation(item), day: parts.day, system: parts.system as ReconciledSystem }];
      });
      return { reconciliations: found, isMore: next !== undefined };
    },

    read: async (name: ReconciliationName): Promise<Reconciliation> => {
      const item = await table.get(progressKey(name));
      if (item === undefined) return { phase: 'registry', compared: 0, differing: 0, version: 0 };
      return toReconciliation(item);
    },

    /** False where another worker was there first. */
    advance: async (
      name: ReconciliationName,
      from: Reconciliation,
      to: Omit<Reconciliation, 'version'>,
      keptUntilSeconds: number,
    ): Promise<boolean> =>
      (await table.write(advanceWrite(name, from, to, keptUntilSeconds))).outcome === 'committed',

    /** Notes differences; said again, no fault. */
    note: async (
      name: ReconciliationName,
      found: readonly FoundDifference[],
      keptUntilSeconds: number,
    ): Promise<void> => {
      for (const { subscriptionId, difference, registered, known } of found)
        await table.write({
          kind: 'put',
          key: differenceKey(name, subscriptionId),
          item: {
            difference,
            ...(registered !== undefined && { registered }),
            ...(known !== undefined && { known }),
            expiresAtSeconds: keptUntilSeconds,
          },
        });
    },

    /** What was found, a page of it, in order of ids: behind one of them, where one is named. */
    differences: async (
      name: ReconciliationName,
      after?: string,
      limit = PAGE_ITEMS,
    ): Promise<{ readonly found: readonly FoundDifference[]; readonly next?: string }> => {
      const { partition } = differenceKey(name, '');
      const { items, next } = await table.query({
        table: 'subscribers',
        partition,
        limit,
        ...(after !== undefined && { after }),
      });
      const found = items.flatMap(({ sort, item }): readonly FoundDifference[] => {
        const parts = partsOf('subscribers', 'difference', { partition, sort });
        if (parts === undefined) return [];
        const [registered, known] = ['registered', 'known'].map(
          (field) => optional(textOf, item, field) as SubscriptionState | undefined,
        );
        return [
          {
            subscriptionId: parts.subscriptionId,
            difference: textOf(item, 'difference') as Difference,
            ...(registered !== undefined && { registered }),
            ...(known !== undefined && { known }),
          },
        ];
      });
      return { found, ...(next !== undefined && { next }) };
    },
  };
};

export type Reconciliations = ReturnType<typeof reconciliations>;
