import { Refusal, type RefusalDetails } from '@temkin/kernel';
import type { RegisterRefusalCode } from '../domain/index.ts';

/** A refusal of the registers. */
export const refuseRegister = (
  code: RegisterRefusalCode,
  details?: RefusalDetails,
): Refusal<RegisterRefusalCode> => new Refusal(code, details);

/** How an event speaks of a staff member's number: by its id, which is random. */
export const staffNumberResource = (staffNumberId: string) => ({
  type: 'staff-number',
  pseudonym: staffNumberId,
});

/** How an event speaks of an account: by its id, which is random. */
export const accountResource = (accountId: string) => ({ type: 'collection-account', pseudonym: accountId });
