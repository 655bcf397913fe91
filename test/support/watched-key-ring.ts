import type { KeyRing } from '@temkin/crypto';

/** A key ring that tells for which purpose a key was asked for by its id: so whatever was sealed or wrapped is opened. */
export const watchedKeyRing = (ring: KeyRing, opened: string[]): KeyRing => ({
  ...ring,
  byId: (tenant, purpose, id) => {
    opened.push(purpose);
    return ring.byId(tenant, purpose, id);
  },
});
