import { toEntry, toOcsf, type Action } from '@temkin/audit-event';
import { keyOf, type StoredItem } from '@temkin/storage';

/** When all logged events were recorded. */
export const NOW = Date.parse('2026-11-23T09:00:00+07:00');

/** An event as it stands in the outbox. */
export const eventOf = (
  action: Action,
  eventId: string,
  said: { readonly change?: string; readonly grounds?: string } = {},
): StoredItem => {
  const head = {
    eventId,
    time: NOW,
    tenant: 'demo',
    actor: { pseudonym: 'actor', roles: [] },
    writer: { session: 's', n: 0, void: [] },
  };
  const entry = toEntry(toOcsf(head, { action, outcome: 'allowed', resources: [], ...said }));
  return { key: keyOf('outbox', 'event', { tenant: 'demo', shard: '0', eventId }), item: { entry } };
};
