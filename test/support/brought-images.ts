import { keyWrap, type RootKey } from '@temkin/crypto';
import { sharedKeyRing } from '@temkin/composition';
import { systemRandom, toHex, type Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { decodeJwt } from 'jose';
import { pendingImages } from '../../packages/capabilities/subscriber/src/store/pending-images.ts';

interface Named {
  readonly imageId: string;
  readonly sha256: string;
}

/** Names of images that nobody brings in tests which are about something else: `image-portrait`. */
const MADE_UP = /^image-/;

const namedIn = (part: unknown): readonly Named[] => {
  if (typeof part !== 'object' || part === null) return [];
  const { imageId, sha256 } = part as Partial<Named>;
  if (typeof imageId === 'string' && typeof sha256 === 'string' && MADE_UP.test(imageId))
    return [{ imageId, sha256 }];
  return Object.values(part).flatMap(namedIn);
};

/** What a body says; undefined of one that is no JSON, for its route to refuse. */
const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const LONGEST = 100_000;

/**
 * The body of a request as text, which stays to be read; undefined where it is longer than a record: some bodies have no end. The copy is
 * left as it is then: to be done with one copy waits for whoever has the other.
 */
const beginningOf = async (request: Request): Promise<string | undefined> => {
  const reader = request.clone().body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) return Buffer.concat(chunks).toString();
    bytes += part.value.length;
    if (bytes > LONGEST) return undefined;
    chunks.push(part.value);
  }
};

/**
 * Has every image of a made-up name wait for the record that is about to name it, as if it had been brought before. Real images have
 * other names, and are brought by their route.
 */
export const broughtImages = ({
  table,
  rootKey,
  clock,
}: {
  readonly table: Table;
  readonly rootKey: RootKey;
  readonly clock: Clock;
}) => {
  const ring = sharedKeyRing({ table, rootKey, clock, random: systemRandom });
  const images = pendingImages({ table, wrap: keyWrap(ring, 'registry', systemRandom) });
  return async (request: Request): Promise<void> => {
    if (!/^\/v1\/(?:subscribers|subscriptions)/.test(new URL(request.url).pathname)) return;
    const text = await beginningOf(request);
    if (text?.includes('"image-') !== true) return;
    const { tenant } = decodeJwt<{ readonly tenant: string }>(
      request.headers.get('authorization')?.slice(7) ?? '',
    );
    for (const { imageId, sha256 } of namedIn(jsonIn(text))) {
      const image = { imageId, sha256, key: systemRandom(32), endsAt: Date.parse('2100-01-01') };
      // Refused where it waits already.
      await table.transact(await images.putWrites(tenant, image), toHex(systemRandom(16)));
    }
  };
};
