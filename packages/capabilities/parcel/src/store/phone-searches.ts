import { keyOf, type Write } from '@temkin/storage';
import type { SearchPurpose } from '../domain/index.ts';

/** Counts searches within one hour (since the epoch) up to a limit; the write is refused where it is reached. */
export const countSearch = (
  { tenant, id }: { readonly tenant: string; readonly id: string },
  purpose: SearchPurpose,
  hour: number,
  limit: number,
): Write => ({
  kind: 'update',
  key: keyOf('requests', 'phoneSearches', { tenant, principal: id, hour: String(hour), purpose }),
  set: { expiresAtSeconds: (hour + 2) * 3_600 },
  add: { searches: 1 },
  condition: [{ attribute: 'searches', is: 'absent-or-less', than: limit }],
});
