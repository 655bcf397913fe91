import type { PolicyRecord } from '@temkin/kernel';
import { inForceOrFirst } from '../in-force-or-first.ts';

const DAY_MILLISECONDS = 24 * 3_600_000;

/** Days within which whoever registered a number is verified; it ends otherwise. */
export const verifiedWithin: readonly PolicyRecord<number>[] = [
  {
    id: 'verified-within',
    value: 30,
    source:
      'Temkin default: no term is named by law. Decree 163/2024 Art 20 and Circular 08/2026 Art 3.3 want the verification before any ' +
      'service, and Law 91/2025 Art 4 keeps nothing that serves no purpose; the two suspensions of Art 25.1 take as long together',
    validFrom: '2024-12-24',
  },
];

/** Until when a number that was registered then waits for its verification, by the record of that day. Milliseconds since the epoch. */
export const verifiedBy = (registeredAt: number): number =>
  registeredAt + inForceOrFirst(verifiedWithin, registeredAt).value * DAY_MILLISECONDS;
