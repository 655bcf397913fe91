import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import type { Table } from '@temkin/storage';
import { PERSONAS, type Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { DEMO_TENANTS } from '../../packages/runtimes/local/src/demo/tenants.ts';
import { provisionHandset } from './provisioned-device.ts';
import type { TestIssuer } from './test-issuer.ts';

/** Enrols somebody whose id is the subject. */
export const enrolling = (table: Table, { profile }: TestIssuer) => {
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });
  return ({ subject, tenant, kind, roles, facility }: Persona): Promise<void> =>
    enrol({
      id: subject,
      subject,
      issuer: profile.id,
      tenant,
      kind,
      roles,
      ...(facility !== undefined && { facility }),
    });
};

/** Provisions the tenants, facilities and personas of the demo. */
export const provision = async (table: Table, issuer: TestIssuer): Promise<void> => {
  const create = createTenant({ tenants: tenantStore({ table }) });
  const add = addFacility({ facilities: facilityStore({ table }) });
  for (const { facilities, ...company } of DEMO_TENANTS) {
    const { tenant } = company;
    await create({ ...company, issuers: [issuer.profile.id] });
    await Promise.all(facilities.map((facility) => add({ tenant, ...facility })));
  }
  await Promise.all(PERSONAS.map(enrolling(table, issuer)));
  await provisionHandset(table, 'other');
};
