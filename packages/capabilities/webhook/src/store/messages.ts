import { systemRandom, toHex, type RandomBytes } from '@temkin/kernel';
import { keyOf, numberOf, textOf, type Item, type Key, type Table, type Write } from '@temkin/storage';
import type { Message } from '../domain/index.ts';
import type { ListedWebhook } from './webhooks.ts';

/** A message on its way to one webhook. */
export interface QueuedMessage extends Message {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly failures: number;
  /** From then on it is sent no more. */
  readonly expiresAtSeconds: number;
}

const PAGE_ITEMS = 50;

/** Digits of an instant in milliseconds, until the year 2286: texts of one length sort as their numbers do. */
const DUE_DIGITS = 13;

const dueKey = (to: ListedWebhook, { dueAt, messageId }: Pick<QueuedMessage, 'dueAt' | 'messageId'>): Key =>
  keyOf('webhooks', 'dueMessage', { ...to, dueAt: String(dueAt).padStart(DUE_DIGITS, '0'), messageId });

const deadKey = (to: ListedWebhook, messageId: string): Key =>
  keyOf('webhooks', 'deadMessage', { ...to, messageId });

const toItem = ({ messageId, subject, body, dueAt, failures, expiresAtSeconds }: QueuedMessage): Item => ({
  messageId,
  subject,
  body,
  dueAt,
  failures,
  expiresAtSeconds,
});

const fromItem = (item: Item): QueuedMessage => ({
  messageId: textOf(item, 'messageId'),
  subject: textOf(item, 'subject'),
  body: textOf(item, 'body'),
  dueAt: numberOf(item, 'dueAt'),
  failures: numberOf(item, 'failures'),
  expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
});

/** Queues of messages, one for each webhook, in the order in which they are due. */
export const messageStore = (table: Table, random: RandomBytes = systemRandom) => {
  /** A page of those that have not expired: what has is swept away sooner or later, and is passed over meanwhile. */
  const page = async (
    to: ListedWebhook,
    prefix: string,
    nowMilliseconds: number,
  ): Promise<readonly QueuedMessage[]> => {
    const { partition } = deadKey(to, '');
    let after: string | undefined;
    do {
      const { items, next } = await table.query({
        table: 'webhooks',
        partition,
        prefix,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      const alive = items
        .map(({ item }) => fromItem(item))
        .filter(({ expiresAtSeconds }) => nowMilliseconds < expiresAtSeconds * 1_000);
      if (alive.length > 0) return alive;
      after = next;
    } while (after !== undefined);
    return [];
  };
  /** Takes a message from its place among those that are due. Nothing happens where it is not there any more. */
  const move = async (to: ListedWebhook, message: QueuedMessage, put: Write): Promise<void> => {
    const take: Write = { kind: 'delete', key: dueKey(to, message), condition: 'present' };
    await table.transact([take, put], toHex(random(16)));
  };
  return {
    enqueueWrite: (to: ListedWebhook, message: QueuedMessage): Write => ({
      kind: 'put',
      key: dueKey(to, message),
      item: toItem(message),
    }),

    /** Those that are due first, whether they are due yet or not. */
    first: (to: ListedWebhook, nowMilliseconds: number): Promise<readonly QueuedMessage[]> =>
      page(to, 'due#', nowMilliseconds),

    /** Some of those that nobody tries to send any more, and that can still be sent again. */
    dead: (to: ListedWebhook, nowMilliseconds: number): Promise<readonly QueuedMessage[]> =>
      page(to, 'dead#', nowMilliseconds),

    delivered: async (to: ListedWebhook, message: QueuedMessage): Promise<void> => {
      await table.write({ kind: 'delete', key: dueKey(to, message) });
    },

    /** Moves a message that failed once more to when it is due next. */
    postpone: (to: ListedWebhook, message: QueuedMessage, dueAt: number): Promise<void> => {
      const later = { ...message, dueAt, failures: message.failures + 1 };
      return move(to, message, { kind: 'put', key: dueKey(to, later), item: toItem(later) });
    },

    /** Lays a message aside. */
    bury: (to: ListedWebhook, message: QueuedMessage): Promise<void> =>
      move(to, message, { kind: 'put', key: deadKey(to, message.messageId), item: toItem(message) }),

    /** Puts a message that was laid aside back into the queue. Refused where somebody else did. */
    reviveWrites: (to: ListedWebhook, message: QueuedMessage, dueAt: number): readonly Write[] => {
      const again = { ...message, dueAt, failures: 0 };
      return [
        { kind: 'delete', key: deadKey(to, message.messageId), condition: 'present' },
        { kind: 'put', key: dueKey(to, again), item: toItem(again) },
      ];
    },

    forget: async (to: ListedWebhook, message: QueuedMessage): Promise<void> => {
      await table.write({ kind: 'delete', key: dueKey(to, message) });
      await table.write({ kind: 'delete', key: deadKey(to, message.messageId) });
    },
  };
};

export type MessageStore = ReturnType<typeof messageStore>;
