import { open, seal, type KeyRing } from '@temkin/crypto';
import { utf8, type RandomBytes } from '@temkin/kernel';
import type { SealedValue } from '../domain/index.ts';

/** What a value belongs to: moved to another record, or to another tenant, it opens no more. */
const associated = (purpose: string, tenant: string, id: string): string =>
  JSON.stringify([`temkin/${purpose}`, tenant, id]);

/** Seals texts of records under the tenant keys of one purpose, and opens them again. */
export const sealedValues = (
  { keyRing, random }: { readonly keyRing: KeyRing; readonly random: RandomBytes },
  purpose: 'staff-number' | 'collection-account',
) => ({
  seal: async (tenant: string, id: string, text: string): Promise<SealedValue> => {
    const { id: keyId, key } = await keyRing.current(tenant, purpose);
    return { keyId, ...seal(key, utf8(text), associated(purpose, tenant, id), random) };
  },

  /** Throws where it does not belong to its record: then somebody wrote past the system. */
  open: async (tenant: string, id: string, { keyId, ...sealed }: SealedValue): Promise<string> => {
    const key = await keyRing.byId(tenant, purpose, keyId);
    const bytes = key && open(key.key, sealed, associated(purpose, tenant, id));
    if (bytes === undefined) throw new Error(`a stored ${purpose} does not open`);
    return new TextDecoder().decode(bytes);
  },
});

export type SealedValues = ReturnType<typeof sealedValues>;
