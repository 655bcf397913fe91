import type { Sealed } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { GroupName, Read, Release, ReleaseGround } from '../domain/index.ts';

/** What the authority wrote, sealed under a tenant key. */
export interface SealedRequest {
  readonly keyId: string;
  readonly request: Sealed;
}

/** A release as it is kept. */
export type KeptRelease = Release & SealedRequest & { readonly makeReceipt: Receipt };

const releaseKey = (tenant: string, releaseId: string) => keyOf('releases', 'release', { tenant, releaseId });

const toItem = ({ makeReceipt, request, groups, ...release }: KeptRelease): Item => ({
  ...release,
  groups: [...groups],
  nonce: request.nonce,
  request: request.ciphertext,
  makeEventId: makeReceipt.eventId,
  makeLeaf: makeReceipt.leaf,
  version: 1,
});

const fromItem = (item: Item): KeptRelease => {
  const closedAt = optional(numberOf, item, 'closedAt');
  return {
    releaseId: textOf(item, 'releaseId'),
    parcelId: textOf(item, 'parcelId'),
    ground: textOf(item, 'ground') as ReleaseGround,
    groups: textsOf(item, 'groups') as readonly GroupName[],
    validUntil: textOf(item, 'validUntil'),
    state: textOf(item, 'state') as Release['state'],
    madeBy: textOf(item, 'madeBy'),
    madeAt: numberOf(item, 'madeAt'),
    ...(closedAt !== undefined && { closedAt }),
    keyId: textOf(item, 'keyId'),
    request: { nonce: bytesOf(item, 'nonce'), ciphertext: bytesOf(item, 'request') },
    makeReceipt: { eventId: textOf(item, 'makeEventId'), leaf: textOf(item, 'makeLeaf') },
  };
};

/** Releases: reads alone, for those who only rely on them. */
export const releaseReads = (table: Table) => ({
  release: async (tenant: string, releaseId: string): Promise<Read<KeptRelease> | undefined> => {
    const key = releaseKey(tenant, releaseId);
    const item = await table.get(key);
    return item && { ...fromItem(item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },
});

/** Releases, and the writes that make and close them. */
export const releaseStore = (table: Table) => ({
  ...releaseReads(table),

  /** Refused where the release exists already. */
  makeWrites: (tenant: string, release: KeptRelease): readonly Write[] => [
    { kind: 'put', key: releaseKey(tenant, release.releaseId), item: toItem(release), condition: 'absent' },
  ],

  /** Refused where the release is not open any more. */
  closeWrites: (tenant: string, { releaseId }: Release, closedAt: number): readonly Write[] => [
    {
      kind: 'update',
      key: releaseKey(tenant, releaseId),
      set: { state: 'closed', closedAt },
      add: { version: 1 },
      condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
    },
  ],
});

export type ReleaseReads = ReturnType<typeof releaseReads>;

export type ReleaseStore = ReturnType<typeof releaseStore>;
