import { staffNumberHash } from '../domain/index.ts';
import type { RegisterKeys } from '../store/register-keys.ts';
import type { StaffNumberStore } from '../store/staff-numbers.ts';
import type { StaffNumbers } from './ports.ts';
import type { SealedValues } from './sealed-values.ts';

/**
 * A shipper's line, for whoever opens one in the network: by the number that was verified last. It is opened under the event of the call
 * that needs it, which is durable before this is asked.
 */
export const staffLines = ({
  numbers,
  sealed,
}: {
  readonly numbers: Pick<StaffNumberStore, 'line' | 'find'>;
  readonly sealed: Pick<SealedValues, 'open'>;
}): StaffNumbers => ({
  numberOf: async (tenant, staff) => {
    const staffNumberId = await numbers.line(tenant, staff);
    const found = staffNumberId === undefined ? undefined : await numbers.find(tenant, staffNumberId);
    return found?.kept && sealed.open(tenant, found.staffNumberId, found.kept.number);
  },
});

/** Whose a telephone number is. */
export interface StaffNumberOwners {
  /** The staff member whose own telephone has this number (E.164), where it is registered; opens nothing. */
  ownerOf(tenant: string, number: string): Promise<string | undefined>;
}

/** Whose a number is: by its hash alone, so that who asks needs no key that opens a number. Two reads, whatever comes of them. */
export const staffNumberOwners = ({
  numbers,
  registers,
  noKey,
}: {
  readonly numbers: Pick<StaffNumberStore, 'owner'>;
  readonly registers: Pick<RegisterKeys, 'find'>;
  /** 32 bytes, for a tenant without a register. */
  readonly noKey: Uint8Array;
}): StaffNumberOwners => ({
  ownerOf: async (tenant, number) => {
    const key = (await registers.find(tenant, 'staff-number')) ?? noKey;
    return (await numbers.owner(tenant, staffNumberHash(key, number)))?.shipper;
  },
});
