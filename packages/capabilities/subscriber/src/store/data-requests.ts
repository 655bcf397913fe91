import type { Sealed } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Attribute,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { DataRequest, DataRequestOutcome, RefusalGround, SubscriberRequest } from '../domain/index.ts';
import type { Read } from './record-item.ts';

/** Why a request was put off, sealed under a tenant key. */
export interface SealedText {
  readonly keyId: string;
  readonly sealed: Sealed;
}

/** A request with the receipt of the event that filed it. */
export interface FiledDataRequest extends SubscriberRequest {
  readonly reasons?: SealedText;
  readonly fileReceipt: Receipt;
}

const requestKey = (tenant: string, requestId: string): Key =>
  keyOf('subscriber-rights', 'dataRequest', { tenant, requestId });

const present = (fields: Readonly<Record<string, Attribute | undefined>>): Item =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const reasonsItem = ({ keyId, sealed }: SealedText): Item => ({
  reasonsKeyId: keyId,
  reasonsNonce: sealed.nonce,
  reasons: sealed.ciphertext,
});

const toItem = ({ fileReceipt, reasons, ...request }: FiledDataRequest, version: number): Item => ({
  ...present({ ...request }),
  ...(reasons !== undefined && reasonsItem(reasons)),
  fileEventId: fileReceipt.eventId,
  fileLeaf: fileReceipt.leaf,
  version,
});

const fromItem = (item: Item): FiledDataRequest => {
  const number = (name: string): number | undefined => optional(numberOf, item, name);
  const text = (name: string): string | undefined => optional(textOf, item, name);
  const [extendedDays, answeredAt, closedAt] = ['extendedDays', 'answeredAt', 'closedAt'].map(number);
  const [answeredBy, ground, closedBy, outcome] = ['answeredBy', 'ground', 'closedBy', 'outcome'].map(text);
  const reasonsKeyId = text('reasonsKeyId');
  return {
    requestId: textOf(item, 'requestId'),
    personId: textOf(item, 'personId'),
    kind: textOf(item, 'kind') as DataRequest,
    filedBy: textOf(item, 'filedBy'),
    caseId: textOf(item, 'caseId'),
    state: textOf(item, 'state') as SubscriberRequest['state'],
    filedAt: numberOf(item, 'filedAt'),
    needsProcessor: item['needsProcessor'] === true,
    replyBy: numberOf(item, 'replyBy'),
    doneBy: numberOf(item, 'doneBy'),
    ...(extendedDays !== undefined && { extendedDays }),
    ...(answeredAt !== undefined && { answeredAt }),
    ...(answeredBy !== undefined && { answeredBy }),
    ...(ground !== undefined && { ground: ground as RefusalGround }),
    ...(closedAt !== undefined && { closedAt }),
    ...(closedBy !== undefined && { closedBy }),
    ...(outcome !== undefined && { outcome: outcome as DataRequestOutcome }),
    ...(reasonsKeyId !== undefined && {
      reasons: {
        keyId: reasonsKeyId,
        sealed: { nonce: bytesOf(item, 'reasonsNonce'), ciphertext: bytesOf(item, 'reasons') },
      },
    }),
    fileReceipt: { eventId: textOf(item, 'fileEventId'), leaf: textOf(item, 'fileLeaf') },
  };
};

/** What people asked about their data. */
export const dataRequests = (table: Table) => ({
  find: async (tenant: string, requestId: string): Promise<Read<FiledDataRequest> | undefined> => {
    const key = requestKey(tenant, requestId);
    const item = await table.get(key);
    return item && { ...fromItem(item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },

  /** Up to a hundred in one read, in the order asked. */
  findMany: async (
    tenant: string,
    requestIds: readonly string[],
  ): Promise<readonly (FiledDataRequest | undefined)[]> => {
    if (requestIds.length === 0) return [];
    const items = await table.getMany(requestIds.map((requestId) => requestKey(tenant, requestId)));
    return items.map((item) => item && fromItem(item));
  },

  /** Refused where it was filed before. */
  fileWrite: (tenant: string, filed: FiledDataRequest): Write => ({
    kind: 'put',
    key: requestKey(tenant, filed.requestId),
    item: toItem(filed, 1),
    condition: 'absent',
  }),

  /** Keeps a request as it has become. Refused where it is no longer as it was read. */
  changeWrite: (tenant: string, { reliedOn }: Read<FiledDataRequest>, become: FiledDataRequest): Write => ({
    kind: 'put',
    key: requestKey(tenant, become.requestId),
    item: toItem(become, reliedOn.version + 1),
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),
});

export type DataRequests = ReturnType<typeof dataRequests>;
