import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { webhookStore } from './store/webhooks.ts';
import { announcer } from './usecases/announcer.ts';

/** What a process that changes parcels announces its changes by. */
export const parcelAnnouncer = ({ table, clock }: { readonly table: Table; readonly clock: Clock }) =>
  announcer({ store: webhookStore(table), clock });
