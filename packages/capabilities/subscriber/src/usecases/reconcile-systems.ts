import { inForce, vietnamDay, vietnamTime, type Clock } from '@temkin/kernel';
import {
  differenceOf,
  differencesKept,
  reconciledAt,
  SEGMENTS,
  type ReconciledSystems,
} from '../domain/index.ts';
import type { Orders } from '../store/orders.ts';
import type {
  FoundDifference,
  Reconciliation,
  ReconciliationName,
  Reconciliations,
} from '../store/reconciliations.ts';
import { dueWorkerFor } from './own-actors.ts';
import type { Registry } from './registry.ts';

/** What comparing systems with the registry needs. */
export interface Reconciling extends Pick<Registry, 'recorder' | 'people'> {
  readonly orders: Orders;
  readonly reconciliations: Reconciliations;
  readonly systems: ReconciledSystems;
  readonly clock: Clock;
}

/** What a run came to. */
export interface Reconciled {
  /** Comparisons that came to their end here, and differences that they found. */
  readonly finished: number;
  readonly differing: number;
  /** Systems that could not be compared to the end: one that does not answer. The next run goes on there. */
  readonly failed: number;
  readonly remaining: boolean;
}

const PATIENCE_MILLISECONDS = 10_000;

const DAY_SECONDS = 86_400;

/** What a page came to: what to go on with, and what was found on it. */
interface PageSeen {
  readonly to: Pick<Reconciliation, 'phase' | 'segment' | 'after'>;
  readonly compared: number;
  readonly found: readonly FoundDifference[];
}

/**
 * Compares the systems of every company with the registry once a day, each system by itself, so that one that does not answer holds up
 * none: first what the registry has, page by page, then what the system has and the registry does not. A number whose order is under way
 * is not compared. Cut off between any two pages it goes on there; of several workers one counts each page. The event of its end says
 * whether there are differences, which are kept by the ids of their numbers. Nothing of a person is opened.
 */
export const reconcileSystems = (reconciling: Reconciling) => {
  const { recorder, people, orders, reconciliations, systems, clock } = reconciling;

  const comparePage = async (
    { tenant, system }: ReconciliationName,
    { segment = SEGMENTS[0] ?? '', after }: Reconciliation,
  ): Promise<PageSeen> => {
    const { records, next } = await people.page(tenant, segment, after);
    const numbers = records.flatMap(({ subscription }) => subscription ?? []);
    const ordered = numbers.length === 0 ? [] : await orders.findMany(tenant, numbers);
    const settled = numbers.filter((_, i) => !['waiting', 'begun'].includes(ordered[i]?.status ?? ''));
    const ids = settled.map(({ subscriptionId }) => subscriptionId);
    const said =
      ids.length === 0
        ? []
        : await systems.states(tenant, system, ids, AbortSignal.timeout(PATIENCE_MILLISECONDS));
    const known = new Map(said.map(({ subscriptionId, state }) => [subscriptionId, state]));
    const found = settled.flatMap(({ subscriptionId, standing }): readonly FoundDifference[] => {
      const there = known.get(subscriptionId);
      const difference = differenceOf(standing.state, there);
      return difference === undefined
        ? []
        : [
            {
              subscriptionId,
              difference,
              registered: standing.state,
              ...(there !== undefined && { known: there }),
            },
          ];
    });
    const following = SEGMENTS[SEGMENTS.indexOf(segment) + 1];
    if (next !== undefined)
      return { to: { phase: 'registry', segment, after: next }, compared: ids.length, found };
    return {
      to: following === undefined ? { phase: 'system' } : { phase: 'registry', segment: following },
      compared: ids.length,
      found,
    };
  };

  const searchPage = async (
    { tenant, system }: ReconciliationName,
    { after }: Reconciliation,
  ): Promise<PageSeen> => {
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const { records, next } = await systems.page(tenant, system, after, signal);
    const holders = await people.holdersOf(
      tenant,
      records.map(({ subscriptionId }) => subscriptionId),
    );
    const found = records.flatMap(({ subscriptionId, state }, i): readonly FoundDifference[] => {
      if (holders[i] !== undefined || differenceOf(undefined, state) === undefined) return [];
      return [{ subscriptionId, difference: 'unknown-number', known: state }];
    });
    return {
      to: next === undefined ? { phase: 'done' } : { phase: 'system', after: next },
      compared: 0,
      found,
    };
  };

  /** One page further; undefined where another worker was there first. */
  const goOn = async (
    name: ReconciliationName,
    from: Reconciliation,
  ): Promise<Reconciliation | undefined> => {
    const { to, compared, found } = await (from.phase === 'registry' ? comparePage : searchPage)(name, from);
    const keptUntil =
      Math.floor(clock.now() / 1_000) + inForce(differencesKept, clock.now()).value * DAY_SECONDS;
    await reconciliations.note(name, found, keptUntil);
    const next = {
      ...to,
      compared: from.compared + compared,
      differing: from.differing + found.length,
    };
    if (next.phase !== 'done')
      return (await reconciliations.advance(name, from, next, keptUntil))
        ? { ...next, version: from.version + 1 }
        : undefined;
    const recorded = await recorder.commit(
      dueWorkerFor(name.tenant),
      {
        action: 'registry.reconcile',
        outcome: 'allowed',
        change: name.system,
        flags: next.differing > 0 ? ['differences'] : [],
        resources: [{ type: 'reconciliation', pseudonym: `${name.day}/${name.system}` }],
      },
      { writes: (receipt) => [reconciliations.advanceWrite(name, from, next, keptUntil, receipt)] },
    );
    return recorded.outcome === 'committed' ? { ...next, version: from.version + 1 } : undefined;
  };

  return async ({
    deadlineMilliseconds,
    signal,
  }: {
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<Reconciled> => {
    const isOutOfTime = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const now = clock.now();
    const day = vietnamDay(now);
    let [finished, differing, failed, remaining] = [0, 0, 0, false];
    if (now < vietnamTime(day, inForce(reconciledAt, now).value))
      return { finished, differing, failed, remaining };

    const compare = async (name: ReconciliationName): Promise<void> => {
      let at: Reconciliation | undefined = await reconciliations.read(name);
      while (at !== undefined && at.phase !== 'done') {
        if (isOutOfTime()) {
          remaining = true;
          return;
        }
        at = await goOn(name, at);
        if (at?.phase === 'done') [finished, differing] = [finished + 1, differing + at.differing];
      }
    };

    for (const tenant of systems.tenants())
      for (const system of systems.of(tenant))
        try {
          await compare({ tenant, day, system });
        } catch {
          failed += 1;
        }
    return { finished, differing, failed, remaining };
  };
};
