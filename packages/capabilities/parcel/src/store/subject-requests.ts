import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type {
  ParcelParty,
  SubjectRequest,
  SubjectRequestKind,
  SubjectRequestOutcome,
} from '../domain/index.ts';

/** A request with the receipt of the event that filed it. */
export type FiledRequest = SubjectRequest & { readonly fileReceipt: Receipt };

type State = SubjectRequest['state'];

const keyIn = (tenant: string, state: State, requestId: string): Key =>
  keyOf('subject-requests', 'subjectRequest', { tenant, state, requestId });

const toItem = ({ fileReceipt, ...request }: FiledRequest): Item => ({
  ...request,
  fileEventId: fileReceipt.eventId,
  fileLeaf: fileReceipt.leaf,
});

const fromItem = (item: Item): FiledRequest => {
  const [replyBy, closedAt] = [optional(numberOf, item, 'replyBy'), optional(numberOf, item, 'closedAt')];
  const [closedBy, outcome] = [optional(textOf, item, 'closedBy'), optional(textOf, item, 'outcome')];
  return {
    requestId: textOf(item, 'requestId'),
    parcelId: textOf(item, 'parcelId'),
    party: textOf(item, 'party') as ParcelParty,
    kind: textOf(item, 'kind') as SubjectRequestKind,
    state: textOf(item, 'state') as State,
    filedAt: numberOf(item, 'filedAt'),
    ...(replyBy !== undefined && { replyBy }),
    doneBy: numberOf(item, 'doneBy'),
    ...(closedAt !== undefined && { closedAt }),
    ...(closedBy !== undefined && { closedBy }),
    ...(outcome !== undefined && { outcome: outcome as SubjectRequestOutcome }),
    fileReceipt: { eventId: textOf(item, 'fileEventId'), leaf: textOf(item, 'fileLeaf') },
  };
};

/** What the people of parcels asked for: open requests and closed ones apart, each in order of their ids. */
export const subjectRequestStore = (table: Table) => ({
  request: async (tenant: string, requestId: string): Promise<FiledRequest | undefined> => {
    const [open, closed] = await table.getMany([
      keyIn(tenant, 'open', requestId),
      keyIn(tenant, 'closed', requestId),
    ]);
    const item = closed ?? open;
    return item && fromItem(item);
  },

  page: async (
    tenant: string,
    { state, limit, after }: { readonly state: State; readonly limit: number; readonly after?: string },
  ): Promise<{ readonly requests: readonly FiledRequest[]; readonly next?: string }> => {
    const { partition, sort: prefix } = keyIn(tenant, state, '');
    const page = await table.query({
      table: 'subject-requests',
      partition,
      prefix,
      limit,
      ...(after !== undefined && { after: keyIn(tenant, state, after).sort }),
    });
    const requests = page.items.map(({ item }) => fromItem(item));
    const last = requests.at(-1);
    return { requests, ...(page.next !== undefined && last !== undefined && { next: last.requestId }) };
  },

  /** Refused where it was filed before. */
  fileWrites: (tenant: string, filed: FiledRequest): readonly Write[] => [
    {
      kind: 'put',
      key: keyIn(tenant, 'open', filed.requestId),
      item: toItem(filed),
      condition: 'absent',
    },
  ],

  /** Refused where it is not open any more. */
  closeWrites: (tenant: string, closed: FiledRequest): readonly Write[] => [
    { kind: 'delete', key: keyIn(tenant, 'open', closed.requestId), condition: 'present' },
    {
      kind: 'put',
      key: keyIn(tenant, 'closed', closed.requestId),
      item: toItem(closed),
      condition: 'absent',
    },
  ],
});

export type SubjectRequestStore = ReturnType<typeof subjectRequestStore>;
