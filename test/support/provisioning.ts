import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import { poolNumbers, provisionNumber } from '@temkin/caller-id';
import { systemRandom } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { PERSONAS, type Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { DEMO_TENANTS } from '../../packages/runtimes/local/src/demo/tenants.ts';
import { provisionHandset } from './provisioned-device.ts';
import type { TestIssuer } from './test-issuer.ts';

const DAY = 86_400_000;

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

/** Provisions the tenants, facilities and personas of the demo, whose numbers the tenants have had for a day. */
export const provision = async (table: Table, issuer: TestIssuer, nowMilliseconds: number): Promise<void> => {
  const create = createTenant({ tenants: tenantStore({ table }) });
  const add = addFacility({ facilities: facilityStore({ table }) });
  const clock = { now: () => nowMilliseconds - DAY };
  const number = provisionNumber({ numbers: poolNumbers(table), clock, random: systemRandom });
  for (const { facilities, numbers, ...company } of DEMO_TENANTS) {
    const { tenant } = company;
    await create({ ...company, issuers: [issuer.profile.id] });
    await Promise.all(facilities.map((facility) => add({ tenant, ...facility })));
    for (const one of numbers) await number({ tenant, ...one });
  }
  await Promise.all(PERSONAS.map(enrolling(table, issuer)));
  await provisionHandset(table, 'other');
};
