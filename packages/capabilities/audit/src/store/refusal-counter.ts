import type { Caller } from '@temkin/kernel';
import { keyOf, type Write } from '@temkin/storage';

/** Counts within one minute (since the epoch) up to a limit; the write is refused where it is reached. */
export const countRefusal = (
  { principal }: Caller,
  minute: number,
  counter: 'refusals' | 'aggregates',
  limit: number,
): Write => ({
  kind: 'update',
  key: keyOf('requests', 'refusalBudget', {
    tenant: principal.tenant,
    principal: principal.id,
    minute: String(minute),
  }),
  set: { expiresAtSeconds: (minute + 2) * 60 },
  add: { [counter]: 1 },
  condition: [{ attribute: counter, is: 'absent-or-less', than: limit }],
});
