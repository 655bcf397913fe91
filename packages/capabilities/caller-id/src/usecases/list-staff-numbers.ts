import type { Caller } from '@temkin/kernel';
import { maskedNumber, type StaffNumber } from '../domain/index.ts';
import type { StaffNumberDependencies } from './register-staff-number.ts';

/** A number of the register, of which a few digits can be read; none of one that is retired. */
export interface ListedStaffNumber {
  readonly staffNumber: StaffNumber;
  readonly maskedNumber?: string;
}

/** Numbers of the caller's tenant in order of id; `next` is the `after` of the following page. */
export const listStaffNumbers =
  ({ numbers, sealed }: Pick<StaffNumberDependencies, 'numbers' | 'sealed'>) =>
  async (
    { principal: { tenant } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly listed: readonly ListedStaffNumber[]; readonly next?: string }> => {
    const { entries, next } = await numbers.page(tenant, range);
    const listed = await Promise.all(
      entries.map(async (staffNumber): Promise<ListedStaffNumber> => {
        const { staffNumberId, kept } = staffNumber;
        if (kept === undefined) return { staffNumber };
        const number = await sealed.open(tenant, staffNumberId, kept.number);
        return { staffNumber, maskedNumber: maskedNumber(number) };
      }),
    );
    return { listed, ...(next !== undefined && { next }) };
  };
