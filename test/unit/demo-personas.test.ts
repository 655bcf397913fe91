import { accessSpecs } from '@temkin/access';
import { FACILITY_ID, PRINCIPAL_ID, TENANT_ID, TWO_PERSON_ACTIONS } from '@temkin/access/domain';
import { communeByCode } from '@temkin/administrative-units';
import { auditSpecs, unmaskSpecs } from '@temkin/audit';
import { ROLES } from '@temkin/kernel';
import { custodySpecs, parcelSpecs, privacySpecs } from '@temkin/parcel';
import { describe, expect, it } from 'vitest';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import { ROLE_SCOPES } from '../../packages/runtimes/local/src/demo/role-scopes.ts';
import { DEMO_TENANTS } from '../../packages/runtimes/local/src/demo/tenants.ts';

describe('the demo', () => {
  it('has tenants and facilities with well-formed ids in communes that exist', () => {
    for (const { tenant, facilities } of DEMO_TENANTS) {
      expect(tenant).toMatch(TENANT_ID);
      for (const { id, communeCode, displayName } of facilities) {
        expect(id).toMatch(FACILITY_ID);
        const place = displayName.replace('Bưu cục ', '');
        expect(communeByCode(communeCode)?.name).toBe(`Phường ${place}`);
      }
    }
  });

  it('has personas with ids of their own, in tenants and facilities that exist', () => {
    expect(new Set(PERSONAS.map(({ subject }) => subject)).size).toBe(PERSONAS.length);
    for (const { subject, tenant, facility } of PERSONAS) {
      expect(subject).toMatch(PRINCIPAL_ID);
      const places = DEMO_TENANTS.find((one) => one.tenant === tenant)?.facilities.map(({ id }) => id);
      expect(places).toEqual(expect.arrayContaining(facility === undefined ? [] : [facility]));
    }
  });

  it('gives an auditor nothing but the audit, and a say in whom it unmasks', () => {
    expect(ROLE_SCOPES.auditor).toEqual(['audit:read', 'approvals:decide']);
    const decided = Object.entries(TWO_PERSON_ACTIONS).filter(([, roles]) => roles.includes('auditor'));
    expect(decided.map(([action]) => action)).toEqual(['audit.unmask']);
  });

  it('grants a scope to exactly the roles that may use its routes', () => {
    const specs = [
      ...accessSpecs,
      ...auditSpecs,
      ...unmaskSpecs,
      ...parcelSpecs,
      ...custodySpecs,
      ...privacySpecs,
    ];
    for (const scope of new Set(specs.map(({ access }) => access.scope))) {
      const using = specs
        .filter(({ access }) => access.scope === scope)
        .flatMap(({ access }) => access.roles);
      const granted = ROLES.filter((role) => ROLE_SCOPES[role].includes(scope));
      expect({ scope, granted: new Set(granted) }).toEqual({ scope, granted: new Set(using) });
    }
  });
});
