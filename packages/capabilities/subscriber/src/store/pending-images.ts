import type { KeyWrap } from '@temkin/crypto';
import { concatBytes, fromHex, toHex } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { dueCheck, dueDelete, duePut } from './due-work.ts';

/** An image that no record names yet: what opens it, and of which bytes. */
export interface PendingImage {
  readonly imageId: string;
  readonly key: Uint8Array;
  /** Of the image itself, 64 hexadecimal digits. */
  readonly sha256: string;
  /** When it dies unless a record names it; milliseconds since the epoch. */
  readonly endsAt: number;
}

const KEY_BYTES = 32;

const pendingKey = (tenant: string, imageId: string): Key =>
  keyOf('subscriber-keys', 'pendingImage', { tenant, imageId });

const boundTo = (imageId: string): string => `image/${imageId}`;

/** An image to be looked at, by its place in time. */
const dueOf = (tenant: string, { imageId, endsAt }: Pick<PendingImage, 'imageId' | 'endsAt'>) =>
  ({ what: 'image', tenant, id: imageId, dueAt: endsAt }) as const;

/** Has an image looked at that no record names any more: it dies then, unless it waits for a record. */
export const orphanWrites = (
  tenant: string,
  personId: string,
  imageIds: readonly string[],
  atMilliseconds: number,
): readonly Write[] =>
  imageIds.map((imageId) => duePut({ ...dueOf(tenant, { imageId, endsAt: atMilliseconds }), personId }));

/** Has the images deleted that were a person's who is erased, as many as there are: one write, for the transaction that erases. */
export const leftImagesWrites = (
  tenant: string,
  personId: string,
  images: readonly string[],
  atMilliseconds: number,
): readonly Write[] =>
  images.length === 0
    ? []
    : [duePut({ what: 'image', tenant, id: personId, personId, dueAt: atMilliseconds, images })];

/**
 * Keys of images that wait for a record: 32 random bytes of each, wrapped together with the image's SHA-256 by a tenant key of purpose
 * `registry`. With its key a pending image is gone, whatever the blob store has of it.
 */
export const pendingImages = ({ table, wrap }: { readonly table: Table; readonly wrap: KeyWrap }) => {
  const toPending = async (tenant: string, imageId: string, item: Item): Promise<PendingImage> => {
    const wrapped = {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      wrapped: bytesOf(item, 'wrapped'),
    };
    const opened = await wrap.unwrap(tenant, wrapped, boundTo(imageId));
    if (opened === undefined) throw new Error('the key of an image does not open');
    return {
      imageId,
      key: opened.slice(0, KEY_BYTES),
      sha256: toHex(opened.slice(KEY_BYTES)),
      endsAt: numberOf(item, 'endsAt'),
    };
  };

  return {
    /** The key, and that somebody looks at the image when its time is over. Refused where the id is taken. */
    putWrites: async (
      tenant: string,
      { imageId, key, sha256, endsAt }: PendingImage,
    ): Promise<readonly Write[]> => {
      const hash = fromHex(sha256) ?? new Uint8Array();
      return [
        {
          kind: 'put',
          key: pendingKey(tenant, imageId),
          item: { ...(await wrap.wrap(tenant, concatBytes(key, hash), boundTo(imageId))), endsAt },
          condition: 'absent',
        },
        ...orphanWrites(tenant, '', [imageId], endsAt),
      ];
    },

    /** Up to a hundred in one read, in the order asked; undefined of what waits no more, or never did. */
    findMany: async (
      tenant: string,
      named: readonly { readonly imageId: string }[],
    ): Promise<readonly (PendingImage | undefined)[]> => {
      if (named.length === 0) return [];
      const items = await table.getMany(named.map(({ imageId }) => pendingKey(tenant, imageId)));
      return Promise.all(
        named.map(async ({ imageId }, i) => {
          const item = items[i];
          return item && toPending(tenant, imageId, item);
        }),
      );
    },

    /** Takes an image over into a record: it waits no more. Refused where another record has, or its time was over. */
    adoptWrites: (tenant: string, image: Pick<PendingImage, 'imageId' | 'endsAt'>): readonly Write[] => [
      { kind: 'delete', key: pendingKey(tenant, image.imageId), condition: 'present' },
      dueDelete(dueOf(tenant, image)),
    ],

    /** Destroys the key of an image that nobody named. Refused where a record has it. What lies in the blob store is looked at still. */
    dropWrites: (tenant: string, image: Pick<PendingImage, 'imageId' | 'endsAt'>): readonly Write[] => [
      { kind: 'delete', key: pendingKey(tenant, image.imageId), condition: 'present' },
      dueCheck(dueOf(tenant, image)),
    ],

    /** Whether an image waits for a record. */
    isPending: async (tenant: string, imageId: string): Promise<boolean> =>
      (await table.get(pendingKey(tenant, imageId))) !== undefined,
  };
};

export type PendingImages = ReturnType<typeof pendingImages>;
