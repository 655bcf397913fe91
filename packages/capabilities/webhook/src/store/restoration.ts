import { numberOf, partsOf, type Restoration } from '@temkin/storage';

/**
 * Brings webhooks back disabled: one may have been removed since the backup, or its secret rotated because somebody else
 * knew it, and who keeps it is to look first. Everything else comes as it is; receivers know by its id what they have had.
 */
export const webhookRestoration = (): Restoration => ({
  studies: [],
  tables: ['webhooks'],
  study: () => {},
  bring: ({ key, item }) =>
    partsOf('webhooks', 'webhook', key) === undefined || item.state === 'disabled'
      ? item
      : { ...item, state: 'disabled', disabledBecause: 'restored', version: numberOf(item, 'version') + 1 },
});
