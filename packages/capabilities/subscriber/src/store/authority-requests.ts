import { fromHex, toHex, type Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  partsOf,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type {
  AuthorityGround,
  AuthorityOutcome,
  AuthorityUrgency,
  FieldName,
  HandedOverImage,
  ImageField,
  RegisteredAuthorityRequest,
} from '../domain/index.ts';
import type { SealedText } from './data-requests.ts';
import type { Read } from './record-item.ts';

/** A request of an authority as it is kept: what it wrote and what was signed are sealed under tenant keys. */
export interface KeptAuthorityRequest extends RegisteredAuthorityRequest {
  readonly content: SealedText;
  readonly minutes?: SealedText;
  readonly registerReceipt: Receipt;
}

/** That a document was handed over: when, by whom, and which. */
export interface Handover {
  /** 32 hexadecimal digits. */
  readonly handoverId: string;
  readonly at: number;
  /** Staff id. */
  readonly by: string;
  /** Of the document, 64 hexadecimal digits. */
  readonly sha256: string;
  /** How many people it has. */
  readonly people: number;
  /** The pictures that belong to it. */
  readonly images: readonly HandedOverImage[];
  readonly receipt: Receipt;
}

const requestKey = (tenant: string, requestId: string): Key =>
  keyOf('subscriber-rights', 'authorityRequest', { tenant, requestId });

const handoverKey = (tenant: string, requestId: string, handoverId: string): Key =>
  keyOf('subscriber-rights', 'handover', { tenant, requestId, handoverId });

const toItem = (
  { registerReceipt, content, minutes, fields, ...request }: KeptAuthorityRequest,
  version: number,
): Item => ({
  ...request,
  fields: [...fields],
  keyId: content.keyId,
  nonce: content.sealed.nonce,
  content: content.sealed.ciphertext,
  ...(minutes !== undefined && {
    minutesKeyId: minutes.keyId,
    minutesNonce: minutes.sealed.nonce,
    minutes: minutes.sealed.ciphertext,
  }),
  registerEventId: registerReceipt.eventId,
  registerLeaf: registerReceipt.leaf,
  version,
});

const fromItem = (item: Item): KeptAuthorityRequest => {
  const [releasedAt, closedAt] = ['releasedAt', 'closedAt'].map((name) => optional(numberOf, item, name));
  const [releasedBy, closedBy, outcome, minutesKeyId] = [
    'releasedBy',
    'closedBy',
    'outcome',
    'minutesKeyId',
  ].map((name) => optional(textOf, item, name));
  return {
    requestId: textOf(item, 'requestId'),
    ground: textOf(item, 'ground') as AuthorityGround,
    urgency: textOf(item, 'urgency') as AuthorityUrgency,
    fields: textsOf(item, 'fields') as readonly FieldName[],
    people: numberOf(item, 'people'),
    state: textOf(item, 'state') as RegisteredAuthorityRequest['state'],
    receivedAt: numberOf(item, 'receivedAt'),
    answerBy: numberOf(item, 'answerBy'),
    registeredBy: textOf(item, 'registeredBy'),
    registeredAt: numberOf(item, 'registeredAt'),
    ...(releasedBy !== undefined && { releasedBy }),
    ...(releasedAt !== undefined && { releasedAt }),
    ...(closedAt !== undefined && { closedAt }),
    ...(closedBy !== undefined && { closedBy }),
    ...(outcome !== undefined && { outcome: outcome as AuthorityOutcome }),
    content: {
      keyId: textOf(item, 'keyId'),
      sealed: { nonce: bytesOf(item, 'nonce'), ciphertext: bytesOf(item, 'content') },
    },
    ...(minutesKeyId !== undefined && {
      minutes: {
        keyId: minutesKeyId,
        sealed: { nonce: bytesOf(item, 'minutesNonce'), ciphertext: bytesOf(item, 'minutes') },
      },
    }),
    registerReceipt: { eventId: textOf(item, 'registerEventId'), leaf: textOf(item, 'registerLeaf') },
  };
};

const digestBytes = (sha256: string): Uint8Array => {
  const bytes = fromHex(sha256);
  if (bytes?.length !== 32) throw new RangeError('a digest has 64 hexadecimal digits');
  return bytes;
};

const imagesIn = ({ images }: Item): readonly HandedOverImage[] => {
  if (!Array.isArray(images)) throw new Error('a stored hand-over has lost its images');
  return (images as readonly Item[]).map((image) => {
    const subscriptionId = optional(textOf, image, 'subscriptionId');
    return {
      personId: textOf(image, 'personId'),
      ...(subscriptionId !== undefined && { subscriptionId }),
      field: textOf(image, 'field') as ImageField,
      imageId: textOf(image, 'imageId'),
      sha256: toHex(bytesOf(image, 'sha256')),
    };
  });
};

const MOST_HANDOVERS = 100;

/** The register of what authorities asked, and what was handed over to them. */
export const authorityRequests = (table: Table) => ({
  find: async (tenant: string, requestId: string): Promise<Read<KeptAuthorityRequest> | undefined> => {
    const key = requestKey(tenant, requestId);
    const item = await table.get(key);
    return item && { ...fromItem(item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },

  /** Up to a hundred in one read, in the order asked. */
  findMany: async (
    tenant: string,
    requestIds: readonly string[],
  ): Promise<readonly (KeptAuthorityRequest | undefined)[]> => {
    if (requestIds.length === 0) return [];
    const items = await table.getMany(requestIds.map((requestId) => requestKey(tenant, requestId)));
    return items.map((item) => item && fromItem(item));
  },

  /** What was handed over for a request, a hundred at most. */
  handovers: async (tenant: string, requestId: string): Promise<readonly Handover[]> => {
    const { partition } = requestKey(tenant, requestId);
    const { items } = await table.query({
      table: 'subscriber-rights',
      partition,
      prefix: 'handover#',
      limit: MOST_HANDOVERS,
    });
    return items.flatMap(({ sort, item }) => {
      const parts = partsOf('subscriber-rights', 'handover', { partition, sort });
      if (parts === undefined) return [];
      return [
        {
          handoverId: parts.handoverId,
          at: numberOf(item, 'at'),
          by: textOf(item, 'by'),
          sha256: toHex(bytesOf(item, 'sha256')),
          people: numberOf(item, 'people'),
          images: imagesIn(item),
          receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
        },
      ];
    });
  },

  /** Refused where it was registered before. */
  registerWrite: (tenant: string, request: KeptAuthorityRequest): Write => ({
    kind: 'put',
    key: requestKey(tenant, request.requestId),
    item: toItem(request, 1),
    condition: 'absent',
  }),

  /** Keeps a request as it has become. Refused where it is no longer as it was read. */
  changeWrite: (
    tenant: string,
    { reliedOn }: Read<KeptAuthorityRequest>,
    become: KeptAuthorityRequest,
  ): Write => ({
    kind: 'put',
    key: requestKey(tenant, become.requestId),
    item: toItem(become, reliedOn.version + 1),
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),

  /**
   * Keeps a hand-over, and counts it as a change of its request: whoever closes that at the same moment meets it. Refused where there is
   * such a hand-over, or where the request is no longer as it was read.
   */
  handoverWrites: (
    tenant: string,
    { requestId, reliedOn }: Read<KeptAuthorityRequest>,
    { handoverId, receipt, sha256, images, ...handover }: Handover,
  ): readonly Write[] => [
    {
      kind: 'update',
      key: requestKey(tenant, requestId),
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    {
      kind: 'put',
      key: handoverKey(tenant, requestId, handoverId),
      item: {
        ...handover,
        sha256: digestBytes(sha256),
        images: images.map((image) => ({ ...image, sha256: digestBytes(image.sha256) })),
        eventId: receipt.eventId,
        leaf: receipt.leaf,
      },
      condition: 'absent',
    },
  ],
});

export type AuthorityRequests = ReturnType<typeof authorityRequests>;
