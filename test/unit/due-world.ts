import type { OcsfEvent } from '@temkin/audit-event';
import type { Table } from '@temkin/storage';
import {
  nextStep,
  type SendSubscriptionNotice,
  type SubscriptionNotice,
  type Timeline,
} from '@temkin/subscriber/domain';
import {
  DUE_KINDS,
  DUE_SHARDS,
  dueWork,
  type DueKind,
} from '../../packages/capabilities/subscriber/src/store/due-work.ts';
import { provisioningSimulator } from '@temkin/provisioning';
import { memoryBlobs } from '../support/memory-blobs.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { systemRandom } from '@temkin/kernel';
import {
  beginning,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
} from './registry-world.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An instant of Vietnam's time. */
export const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

export const TEN = vietnam('2026-11-22T10:00:00');

/** All but what comes years later. */
const CLOCKS: readonly DueKind[] = DUE_KINDS.filter((what) => what !== 'erasure');

/** Both names of a number. */
export interface Numbered {
  readonly personId: string;
  readonly subscriptionId: string;
}

/** A gateway that keeps what it took, each message once, and refuses while it is told to. */
export const noticeBook = (now: () => number) => {
  const sent: (SubscriptionNotice & { readonly at: number })[] = [];
  const gateway: { refuses: (notice: SubscriptionNotice) => boolean } = { refuses: () => false };
  const notices: SendSubscriptionNotice = {
    send: async (notice) => {
      if (gateway.refuses(notice)) throw new Error('the gateway is down');
      if (!sent.some(({ noticeId }) => noticeId === notice.noticeId)) sent.push({ ...notice, at: now() });
    },
  };
  return { sent, notices, gateway };
};

/** What an event says of a clock, without ids and times. */
export const sayingOf = ({ api, unmapped }: OcsfEvent): string =>
  [api.operation.replace('subscription.', ''), unmapped.change, ...(unmapped.flags ?? [])].join(' ');

/** A registry whose clocks are worked off, from ten in the morning on. */
export const dueWorld = async (wrap?: (memory: MemoryTable) => Table, tenants?: readonly string[]) => {
  const world = registryWorld(wrap);
  const { clock, memory, registry, stores } = world;
  clock.set(TEN);
  await world.openIndexes(['msisdn']);
  const book = noticeBook(() => clock.now());
  const network = provisioningSimulator(tenants && { tenants });
  const blobs = memoryBlobs();
  let said = 0;

  const verify = (subscriptionId: string) =>
    registry.moveSubscription(REGISTRAR, {
      subscriptionId,
      move: { name: 'verify' },
      by: 'registrar',
      isVerified: true,
    });

  const run = (through?: Table) =>
    world
      .due({ notices: book.notices, network, systems: network, blobs }, through)
      .workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });

  const nextDue = async (kinds: readonly DueKind[] = CLOCKS): Promise<number | undefined> => {
    let next: number | undefined;
    const queue = dueWork({ table: memory, random: systemRandom });
    for (const what of kinds)
      for (const shard of DUE_SHARDS)
        for await (const due of queue.until(what, shard, Number.MAX_SAFE_INTEGER)) {
          if (due !== 'broken' && due.dueAt < (next ?? Number.POSITIVE_INFINITY)) next = due.dueAt;
          break;
        }
    return next;
  };

  return {
    ...world,
    ...book,
    network,
    systems: network,
    run,
    nextDue,

    /** A number that is served, its holder's with number n. */
    served: async (
      n: number,
      more: Partial<ReturnType<typeof beginning>['subscription']> = {},
    ): Promise<Numbered> => {
      const begun = beginning(numberOf(n));
      await world.bringNamed({ subscription: more });
      const { personId, subscriptionId = '' } = await registry.newPerson(
        REGISTRAR,
        { ...registration(n), number: { ...begun, subscription: { ...begun.subscription, ...more } } },
        seedOf(n),
      );
      await verify(subscriptionId);
      return { personId, subscriptionId };
    },

    /** Another number of a holder, which is served. */
    alsoServed: async (
      personId: string,
      n: number,
      more: Partial<ReturnType<typeof beginning>['subscription']> = {},
    ): Promise<Numbered> => {
      const begun = beginning(numberOf(n));
      await world.bringNamed({ subscription: more });
      const number = { ...begun, subscription: { ...begun.subscription, ...more } };
      const { subscriptionId = '' } = await registry.newSubscription(
        REGISTRAR,
        { personId, number },
        seedOf(n),
      );
      await verify(subscriptionId);
      return { personId, subscriptionId };
    },

    /** Something is found of a number now. */
    begin: async (timeline: Timeline, { subscriptionId }: Numbered): Promise<string> => {
      const { findingId } = await world
        .findings(memory)
        .recordFinding(
          REGISTRAR,
          { subscriptionId, timeline, grounds: timeline === 'device-change' ? 'network' : 'document' },
          seedOf((said += 1)),
        );
      return findingId;
    },

    standing: async (names: Numbered) => {
      const [subscription] = await stores.people.findSubscriptions(TENANT, [names]);
      return subscription?.standing.state;
    },

    timeline: async (timeline: Timeline, names: Numbered) => stores.timelines.find(TENANT, names, timeline),

    /** Runs the worker whenever something is due, until nothing is any more, or an instant. */
    runUntil: async (until = Number.POSITIVE_INFINITY, kinds = CLOCKS): Promise<void> => {
      for (
        let next = await nextDue(kinds);
        next !== undefined && next <= until;
        next = await nextDue(kinds)
      ) {
        clock.set(Math.max(next, clock.now()));
        await run();
      }
      if (Number.isFinite(until)) clock.set(Math.max(until, clock.now()));
    },

    /** What the log says of clocks, in order. */
    said: () =>
      world
        .events()
        .filter(
          ({ api, actor }) =>
            api.operation.startsWith('subscription.') &&
            api.operation !== 'subscription.provision' &&
            actor.user.uid.includes('@'),
        )
        .map(sayingOf),

    shownSteps: async (timeline: Timeline, names: Numbered): Promise<readonly string[]> => {
      const found = await stores.timelines.find(TENANT, names, timeline);
      return (found?.run.done ?? []).map(
        ({ name, at }) => `${name} ${new Date(at + 7 * HOUR).toISOString().slice(0, 16)}`,
      );
    },

    isOver: async (timeline: Timeline, names: Numbered): Promise<boolean> => {
      const found = await stores.timelines.find(TENANT, names, timeline);
      return (
        found !== undefined && found.nextAt === undefined && nextStep(found.run, clock.now()).is === 'over'
      );
    },
  };
};

export type DueWorld = Awaited<ReturnType<typeof dueWorld>>;
