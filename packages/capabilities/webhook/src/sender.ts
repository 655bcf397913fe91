import type { KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { announcementStore } from './store/announcements.ts';
import { messageStore } from './store/messages.ts';
import { webhookStore } from './store/webhooks.ts';
import { deliverMessages } from './usecases/deliver-messages.ts';
import { passOnNews } from './usecases/pass-on-news.ts';
import type { NewsDependencies } from './usecases/pass-on-news.ts';
import type { Receivers } from './usecases/ports.ts';
import { sendWebhooks } from './usecases/send-webhooks.ts';

/** What sending needs from outside. */
export interface SenderDependencies {
  readonly table: Table;
  /** Purpose `webhook`, which is only opened. */
  readonly keyRing: KeyRing;
  readonly receivers: Receivers;
  readonly waybillNumberOf: NewsDependencies['waybillNumberOf'];
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what passes on announced changes and sends messages. */
export const webhookSender = (dependencies: SenderDependencies) => {
  const { table, random } = dependencies;
  const stores = { store: webhookStore(table), messages: messageStore(table, random) };
  const chance = (): number => (random(1)[0] ?? 0) / 256;
  return sendWebhooks({
    ...dependencies,
    ...stores,
    chance,
    passOnNews: passOnNews({ ...dependencies, ...stores, announcements: announcementStore(dependencies) }),
    deliver: deliverMessages({
      ...dependencies,
      ...stores,
      chance,
    }),
  });
};
