import type { KeyRing } from '@temkin/crypto';
import { indexMonths, phoneHash } from '../domain/index.ts';
import type { IndexedNumber } from '../store/phone-index.ts';

/**
 * What a phone number (E.164) is called in the index, newest month first; undefined for a month in which the tenant indexed
 * nothing. Keys of the index are those of the months in which parcels were issued.
 */
export const indexedNumbers = async (
  ring: Pick<KeyRing, 'byId'>,
  tenant: string,
  phone: string,
  nowMilliseconds: number,
): Promise<readonly (IndexedNumber | undefined)[]> =>
  Promise.all(
    indexMonths(nowMilliseconds).map(async (month) => {
      const found = await ring.byId(tenant, 'phone-index', month);
      return found && { indexKeyId: found.id, phoneHash: phoneHash(found.key, phone) };
    }),
  );
