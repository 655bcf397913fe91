import { Refusal } from '@temkin/kernel';
import { COMMUNE_CODE, FACILITY_ID, type FacilityRecord } from '../domain/index.ts';
import type { FacilityStore } from '../store/facilities.ts';

/**
 * Adds a facility to a tenant. Throws the refusals `ACCESS.RECORD_MALFORMED`, `ACCESS.TENANT_UNKNOWN` and
 * `ACCESS.FACILITY_EXISTS`.
 */
export const addFacility =
  ({ facilities }: { readonly facilities: Pick<FacilityStore, 'add'> }) =>
  async (record: FacilityRecord): Promise<void> => {
    if (!FACILITY_ID.test(record.id) || !COMMUNE_CODE.test(record.communeCode))
      throw new Refusal('ACCESS.RECORD_MALFORMED', {
        detail: 'A facility is 1 to 40 capitals, digits and hyphens; a commune code is five digits.',
      });
    const outcome = await facilities.add(record);
    if (outcome === 'tenant-unknown') throw new Refusal('ACCESS.TENANT_UNKNOWN');
    if (outcome === 'exists') throw new Refusal('ACCESS.FACILITY_EXISTS');
  };
