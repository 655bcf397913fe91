import { inFlight, type Clock } from '@temkin/kernel';
import type { MessageStore } from '../store/messages.ts';
import type { ListedWebhook, WebhookStore } from '../store/webhooks.ts';
import type { Delivered, deliverMessages } from './deliver-messages.ts';
import type { passOnNews } from './pass-on-news.ts';

export interface SendingDependencies {
  readonly passOnNews: ReturnType<typeof passOnNews>;
  readonly deliver: ReturnType<typeof deliverMessages>;
  readonly store: WebhookStore;
  readonly messages: MessageStore;
  readonly clock: Clock;
  /** From 0 to below 1: says where a run begins, guards nothing. */
  readonly chance: () => number;
}

/** What a run came to, of all webhooks together. */
export interface Sent {
  readonly delivered: number;
  readonly failed: number;
  readonly buried: number;
  /** Webhooks that were disabled. */
  readonly disabled: number;
  /** Webhooks that could not be seen to, by a fault of ours or of the store. */
  readonly faults: readonly unknown[];
}

/** Receivers that are asked at the same time: one that hangs takes one of these places, for one time limit. */
const WEBHOOKS_IN_FLIGHT = 32;

/** How long one webhook is sent to before it is the others' turn: a receiver that is slow keeps its place from nobody. */
const TURN_MILLISECONDS = 10_000;

/** How long a queue stays taken by a run that was cut off: longer than any run. */
const LEASE_SECONDS = 300;

const NOTHING: Delivered = { delivered: 0, failed: 0, buried: 0, disabled: false, remaining: false };

/**
 * Passes on what was announced and sends every webhook what is due. Safe to run several times at once: a queue is worked off
 * by one run at a time, until its lease ends. Webhooks take turns, beginning with another in each run; passing on takes half
 * of it at most. Nothing begins after the deadline, or once `signal` is aborted; what is left, the next run finds. A webhook at
 * fault stops no other.
 */
export const sendWebhooks = ({
  passOnNews: passOn,
  deliver,
  store,
  messages,
  clock,
  chance,
}: SendingDependencies) => {
  /** Clears what waits for a webhook that was removed, and then forgets it. */
  const clear = async (to: ListedWebhook): Promise<void> => {
    const waiting = [...(await messages.first(to, 0)), ...(await messages.dead(to, 0))];
    for (const message of waiting) await messages.forget(to, message);
    if (waiting.length === 0) await store.unlist(to);
  };

  const seeTo = async (to: ListedWebhook, isOutOfTime: () => boolean): Promise<Delivered> => {
    const nowSeconds = Math.floor(clock.now() / 1_000);
    if (isOutOfTime()) return NOTHING;
    const webhook = await store.find(to.tenant, to.webhookId);
    const [next] = webhook?.state === 'active' ? await messages.first(to, clock.now()) : [];
    if (webhook !== undefined && (next === undefined || next.dueAt > clock.now())) return NOTHING;
    const untilSeconds = nowSeconds + LEASE_SECONDS;
    if (!(await store.lease(to, nowSeconds, untilSeconds))) return NOTHING;
    try {
      const turnEndsAt = clock.now() + TURN_MILLISECONDS;
      const isTurnOver = (): boolean => isOutOfTime() || clock.now() >= turnEndsAt;
      if (webhook !== undefined) return await deliver(to, webhook, isTurnOver);
      await clear(to);
      return NOTHING;
    } finally {
      if (webhook !== undefined) await store.release(to, untilSeconds);
    }
  };

  /** All webhooks, from a different one on each time. */
  const inTurn = async (): Promise<readonly ListedWebhook[]> => {
    const listed: ListedWebhook[] = [];
    for await (const to of store.listed()) listed.push(to);
    const first = Math.floor(chance() * listed.length);
    return [...listed.slice(first), ...listed.slice(0, first)];
  };

  return async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<Sent> => {
    const isOutOfTime = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const halfTime = (clock.now() + deadlineMilliseconds) / 2;
    const done: Delivered[] = [];
    const faults = [...(await passOn(() => isOutOfTime() || clock.now() >= halfTime))];
    for (let waiting = await inTurn(); waiting.length > 0 && !isOutOfTime();) {
      const again: ListedWebhook[] = [];
      await inFlight(WEBHOOKS_IN_FLIGHT, waiting, async (to) => {
        try {
          const delivered = await seeTo(to, isOutOfTime);
          done.push(delivered);
          if (delivered.remaining) again.push(to);
        } catch (error) {
          faults.push(error);
        }
      });
      waiting = again;
    }
    const sum = (of: (one: Delivered) => number): number => done.reduce((total, one) => total + of(one), 0);
    return {
      delivered: sum((one) => one.delivered),
      failed: sum((one) => one.failed),
      buried: sum((one) => one.buried),
      disabled: sum((one) => Number(one.disabled)),
      faults,
    };
  };
};
