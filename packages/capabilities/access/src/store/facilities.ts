import { systemRandom, toHex, type RandomBytes } from '@temkin/kernel';
import { keyOf, numberOf, relyOn, textOf, type Item, type Table } from '@temkin/storage';
import type { FacilityRecord, Stored } from '../domain/index.ts';
import { tenantKey } from './tenants.ts';

export const facilityKey = (tenant: string, facility: string) =>
  keyOf('access', 'facility', { tenant, facility });

const toFacility = (tenant: string, item: Item): Stored<FacilityRecord> => {
  const id = textOf(item, 'facility');
  return {
    tenant,
    id,
    displayName: textOf(item, 'displayName'),
    communeCode: textOf(item, 'communeCode'),
    reliedOn: relyOn(facilityKey(tenant, id), numberOf(item, 'version')),
  };
};

export interface FacilityStore {
  find(tenant: string, id: string): Promise<Stored<FacilityRecord> | undefined>;
  /** In order of id; `next` is the `after` of the following page, present where more may follow. */
  page(
    tenant: string,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly facilities: readonly Stored<FacilityRecord>[]; readonly next?: string }>;
  add(record: FacilityRecord): Promise<'added' | 'tenant-unknown' | 'exists'>;
}

/** Facilities in the `access` table. `random` names transactions. */
export const facilityStore = ({
  table,
  random = systemRandom,
}: {
  readonly table: Table;
  readonly random?: RandomBytes;
}): FacilityStore => ({
  find: async (tenant, id) => {
    const item = await table.get(facilityKey(tenant, id));
    return item && toFacility(tenant, item);
  },

  page: async (tenant, { limit, after }) => {
    const { partition, sort: prefix } = facilityKey(tenant, '');
    const page = await table.query({
      table: 'access',
      partition,
      prefix,
      limit,
      // A page goes on after a sort key, which is made of an id: so the cursor can be the id, and be checked as one.
      ...(after !== undefined && { after: facilityKey(tenant, after).sort }),
    });
    const facilities = page.items.map(({ item }) => toFacility(tenant, item));
    const last = facilities.at(-1);
    return { facilities, ...(page.next !== undefined && last !== undefined && { next: last.id }) };
  },

  add: async ({ tenant, id, displayName, communeCode }) => {
    const verdict = await table.transact(
      [
        { kind: 'check', key: tenantKey(tenant), condition: 'present' },
        {
          kind: 'put',
          key: facilityKey(tenant, id),
          item: { facility: id, displayName, communeCode, version: 1 },
          condition: 'absent',
        },
      ],
      toHex(random(16)),
    );
    if (verdict.outcome === 'committed') return 'added';
    return verdict.failed.includes(0) ? 'tenant-unknown' : 'exists';
  },
});
