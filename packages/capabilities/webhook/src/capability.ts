import type { Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { webhookRoutes } from './http/routes.ts';
import { messageStore } from './store/messages.ts';
import { webhookStore } from './store/webhooks.ts';
import { createWebhook } from './usecases/create-webhook.ts';
import { listWebhooks } from './usecases/list-webhooks.ts';
import type { Receivers } from './usecases/ports.ts';
import { redeliverMessages } from './usecases/redeliver-messages.ts';
import { removeWebhook } from './usecases/remove-webhook.ts';
import { rotateSecret } from './usecases/rotate-secret.ts';
import { switchWebhook } from './usecases/switch-webhook.ts';
import { testWebhook } from './usecases/test-webhook.ts';

/** What keeping webhooks needs from outside. */
export interface WebhookDependencies {
  readonly table: Table;
  /** Purpose `webhook`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly receivers: Receivers;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Wires what keeps webhooks; sender.ts has what sends. */
export const webhookCapability = (dependencies: WebhookDependencies) => {
  const { table } = dependencies;
  const surroundings = { ...dependencies, store: webhookStore(table), messages: messageStore(table) };
  return {
    routes: webhookRoutes({
      createWebhook: createWebhook(surroundings),
      listWebhooks: listWebhooks(surroundings),
      switchWebhook: switchWebhook(surroundings),
      removeWebhook: removeWebhook(surroundings),
      rotateSecret: rotateSecret(surroundings),
      testWebhook: testWebhook(surroundings),
      redeliverMessages: redeliverMessages(surroundings),
    }) satisfies readonly Route[],
  };
};
