import { keyOf, type Write } from '@temkin/storage';
import type { OpeningPurpose } from '../domain/index.ts';

/**
 * Counts within one hour (since the epoch) up to a limit; the write is refused where it is reached. The counter is not of
 * the table of parcels: who opens escrow copies must not be able to write there.
 */
export const countOpening = (
  { tenant, id }: { readonly tenant: string; readonly id: string },
  purpose: OpeningPurpose,
  hour: number,
  limit: number,
): Write => ({
  kind: 'update',
  key: keyOf('requests', 'escrowOpenings', { tenant, principal: id, hour: String(hour), purpose }),
  set: { expiresAtSeconds: (hour + 2) * 3_600 },
  add: { openings: 1 },
  condition: [{ attribute: 'openings', is: 'absent-or-less', than: limit }],
});
