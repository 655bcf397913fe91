import { fromEntry, outboxKey, type OcsfEvent } from '@temkin/audit-event';
import { toBase64 } from '@temkin/kernel';
import { bytesOf, type Table } from '@temkin/storage';
import { leafHash } from '@temkin/tlog';
import { sha256 } from './sha256.ts';

const SHARDS = Array.from('0123456789abcdef');

const idOf = (event: OcsfEvent): string => event.metadata.uid;

/** Every event that a tenant's outbox holds, in order of event ids, read from the store and not through the API. */
export const recordedEvents = async (table: Table, tenant = 'demo'): Promise<readonly OcsfEvent[]> => {
  const entries: Uint8Array[] = [];
  for (const shard of SHARDS) {
    const { partition } = outboxKey(tenant, shard);
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'outbox',
        partition,
        limit: 1_000,
        ...(after !== undefined && { after }),
      });
      entries.push(...page.items.map(({ item }) => bytesOf(item, 'entry')));
      after = page.next;
    } while (after !== undefined);
  }
  return entries.map(fromEntry).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
};

/** The receipt that an answer brings: `Audit-Event: <event id>; leaf=<base64>`. */
export const receiptOf = (
  answer: Response,
): { readonly eventId: string; readonly leaf: string } | undefined => {
  const [, eventId, leaf] = /^([0-9a-f-]{36}); leaf=([A-Za-z0-9+/]{43}=)$/.exec(
    answer.headers.get('audit-event') ?? '',
  ) ?? [undefined, undefined, undefined];
  return eventId === undefined || leaf === undefined ? undefined : { eventId, leaf };
};

/** One event of a tenant's outbox by its id. */
export const recordedEvent = async (
  table: Table,
  eventId: string | undefined,
  tenant = 'demo',
): Promise<OcsfEvent | undefined> => {
  const item = eventId === undefined ? undefined : await table.get(outboxKey(tenant, eventId));
  return item && fromEntry(bytesOf(item, 'entry'));
};

/** The event that an answer's receipt names; undefined where there is no receipt, no event, or one of other bytes. */
export const eventBehind = async (
  table: Table,
  answer: Response,
  tenant = 'demo',
): Promise<OcsfEvent | undefined> => {
  const receipt = receiptOf(answer);
  const item = receipt && (await table.get(outboxKey(tenant, receipt.eventId)));
  const entry = item && bytesOf(item, 'entry');
  return entry !== undefined && toBase64(await leafHash(sha256, entry)) === receipt?.leaf
    ? fromEntry(entry)
    : undefined;
};
