import {
  addFacility,
  changeStatus,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import type { NewPrincipal } from '@temkin/access/domain';
import { cryptoReady } from '@temkin/crypto';
import { systemClock, systemRandom, type Caller } from '@temkin/kernel';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { testTable } from '../support/store.ts';

/** Who changes the staff of a tenant. */
export const admin = (tenant: string): Caller => ({
  principal: { tenant, id: 'admin', client: 'office', roles: ['staff-admin'] },
  reliedOn: [],
});

/** A desk clerk as one is enrolled. */
export const clerk = (changes: Partial<NewPrincipal> = {}): NewPrincipal => ({
  tenant: 'ems',
  id: 'clerk-1',
  issuer: 'embedded',
  subject: 'clerk-1',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-1',
  ...changes,
});

/** The access capability over a table of its own, with nobody in it. Call it at the top level of a test file, with `await`. */
export const accessWorld = async () => {
  await cryptoReady;
  const { table } = await testTable();
  const ground = groundwork({ table, rootKey: memoryRootKey(), clock: systemClock, random: systemRandom });
  const tenants = tenantStore({ table });
  const facilities = facilityStore({ table });
  const principals = principalStore({ table });
  return {
    table,
    ground,
    tenants,
    facilities,
    principals,
    create: createTenant({ tenants }),
    add: addFacility({ facilities }),
    enrol: enrolPrincipal({ principals }),
    changing: changeStatus({ ...ground, principals }),
  };
};
