import type { KeyRing } from '@temkin/crypto';
import { inFlight, type Clock } from '@temkin/kernel';
import { nextAttemptAt, UNREACHABLE_MILLISECONDS, type StoredWebhook } from '../domain/index.ts';
import type { MessageStore, QueuedMessage } from '../store/messages.ts';
import type { ListedWebhook, WebhookStore } from '../store/webhooks.ts';
import type { Receivers } from './ports.ts';
import { openSecret } from './sealed-secret.ts';
import { signedHeaders } from './sign-message.ts';

export interface DeliveryDependencies {
  readonly store: WebhookStore;
  readonly messages: MessageStore;
  readonly receivers: Receivers;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  /** From 0 to below 1: spreads retries, guards nothing. */
  readonly chance: () => number;
}

/** What came of one webhook's messages. */
export interface Delivered {
  readonly delivered: number;
  readonly failed: number;
  /** Messages that nobody tries to send any more. */
  readonly buried: number;
  readonly disabled: boolean;
  /** Whether more could be sent at once. */
  readonly remaining: boolean;
}

/** Requests to one receiver at the same time, each of another parcel. */
const REQUESTS_IN_FLIGHT = 8;

/** RFC 9110 §15.5.11: the receiver is gone, and wants no more. */
const GONE = 410;

/** RFC 6585 §4 and RFC 9110 §15.6.4: the receiver has too much to do. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);

/** Messages of each parcel in the order of their events, also where an earlier one had to wait. */
const bySubject = (messages: readonly QueuedMessage[]): readonly (readonly QueuedMessage[])[] => {
  const groups = new Map<string, QueuedMessage[]>();
  for (const message of messages)
    groups.set(message.subject, [...(groups.get(message.subject) ?? []), message]);
  return [...groups.values()].map((group) =>
    group.toSorted((x, y) => (x.messageId < y.messageId ? -1 : Number(x.messageId > y.messageId))),
  );
};

/**
 * Sends one webhook what is due, oldest first, a parcel's messages one after another. The first goes alone, and it ends where
 * nobody answers, the receiver is overloaded, or more fails than arrives: who hangs costs one time limit, and a message that
 * its receiver cannot bear holds up those of its own parcel alone. Sent and not yet marked as sent is sent again, under the
 * same id.
 */
export const deliverMessages = (dependencies: DeliveryDependencies) => {
  const { store, messages, receivers, keyRing, clock, chance } = dependencies;

  const secretsOf = (tenant: string, webhook: StoredWebhook): Promise<readonly Uint8Array[]> => {
    const { webhookId, secret, previous, previousUntil = 0 } = webhook;
    const kept = previous !== undefined && clock.now() < previousUntil ? [secret, previous] : [secret];
    return Promise.all(kept.map((sealed) => openSecret(keyRing, tenant, webhookId, sealed)));
  };

  return async (
    to: ListedWebhook,
    webhook: StoredWebhook,
    isOutOfTime: () => boolean,
  ): Promise<Delivered> => {
    const secrets = await secretsOf(to.tenant, webhook);
    const heldUp = new Set<string>();
    let [delivered, failed, buried, disabled, isOver, remaining] = [0, 0, 0, false, false, false];
    let { failingSince } = webhook;

    const arrived = async (message: QueuedMessage): Promise<void> => {
      await messages.delivered(to, message);
      delivered += 1;
      if (failingSince === undefined) return;
      failingSince = undefined;
      await store.noteFailing(to, undefined);
    };

    const missed = async (message: QueuedMessage, status: number | undefined): Promise<void> => {
      failed += 1;
      heldUp.add(message.subject);
      isOver ||= status === undefined || OVERLOADED.has(status) || failed > delivered;
      const now = clock.now();
      const isGone = status === GONE;
      const dueAt = nextAttemptAt(message.failures + 1, now, chance());
      if (dueAt === undefined) {
        buried += 1;
        await messages.bury(to, message);
      } else await messages.postpone(to, message, dueAt);
      if (failingSince === undefined) {
        failingSince = now;
        await store.noteFailing(to, now);
      }
      const isUnreachable = now - failingSince >= UNREACHABLE_MILLISECONDS;
      if (isGone || isUnreachable) disabled ||= await store.disable(to, isGone ? 'gone' : 'unreachable');
    };

    const send = async (message: QueuedMessage): Promise<boolean> => {
      const headers = await signedHeaders(message, secrets, clock.now());
      const posted = await receivers.post(webhook.url, headers, message.body);
      const hasArrived = posted.answered && posted.status >= 200 && posted.status < 300;
      await (hasArrived ? arrived(message) : missed(message, posted.answered ? posted.status : undefined));
      return hasArrived;
    };

    const isToStop = (): boolean => isOver || disabled || isOutOfTime();

    for (;;) {
      const due = (await messages.first(to, clock.now())).filter(
        ({ dueAt, subject }) => dueAt <= clock.now() && !heldUp.has(subject),
      );
      if (due.length === 0) break;
      const groups = bySubject(due);
      const chosen = delivered === 0 ? groups.slice(0, 1).map((group) => group.slice(0, 1)) : groups;
      await inFlight(REQUESTS_IN_FLIGHT, chosen, async (ofOneSubject) => {
        for (const message of ofOneSubject) if (isToStop() || !(await send(message))) return;
      });
      if (isToStop()) {
        remaining = !isOver && !disabled;
        break;
      }
    }
    return { delivered, failed, buried, disabled, remaining };
  };
};
