import { systemRandom, toBase64Url, toHex, type RandomBytes, type Role } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type {
  Admission,
  NewPrincipal,
  PrincipalKind,
  PrincipalRecord,
  PrincipalStatus,
  Stored,
  TenantRecord,
} from '../domain/index.ts';
import { facilityKey } from './facilities.ts';
import { tenantKey, tenantStore, type TenantStore } from './tenants.ts';

interface Bearer {
  readonly tenant: string;
  readonly issuer: string;
  readonly subject: string;
}

const principalKey = ({ tenant, issuer, subject }: Bearer) =>
  keyOf('access', 'principal', { tenant, issuer, subject });

const pointerKey = (tenant: string, id: string) => keyOf('access', 'staff', { tenant, id });

/** Where a pointer leads: from an id to the principal, which lives under what its tokens say. */
const toBearer = (tenant: string, pointer: Item): Bearer => ({
  tenant,
  issuer: textOf(pointer, 'issuer'),
  subject: textOf(pointer, 'subject'),
});

const admissionsIn = ({ admissions }: Item): readonly Admission[] =>
  Array.isArray(admissions)
    ? admissions.map((admission: Item) => ({ by: textOf(admission, 'by'), at: numberOf(admission, 'at') }))
    : [];

const toPrincipal = (tenant: string, item: Item): Stored<PrincipalRecord> => {
  const bearer = toBearer(tenant, item);
  const facility = optional(textOf, item, 'facility');
  return {
    ...bearer,
    id: textOf(item, 'id'),
    kind: textOf(item, 'kind') as PrincipalKind,
    roles: textsOf(item, 'roles') as readonly Role[],
    ...(facility !== undefined && { facility }),
    status: textOf(item, 'status') as PrincipalStatus,
    recordId: textOf(item, 'recordId'),
    admissions: admissionsIn(item),
    reliedOn: relyOn(principalKey(bearer), numberOf(item, 'version')),
  };
};

export interface PrincipalStore {
  /** The tenant a token names and the principal it speaks for, read together. */
  membership(bearer: Bearer): Promise<{
    readonly tenant: Stored<TenantRecord> | undefined;
    readonly principal: Stored<PrincipalRecord> | undefined;
  }>;
  find(tenant: string, id: string): Promise<Stored<PrincipalRecord> | undefined>;
  /** In order of id; `next` is the `after` of the following page, present where more may follow. */
  page(
    tenant: string,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly principals: readonly Stored<PrincipalRecord>[]; readonly next?: string }>;
  /** Enrols an active principal under a new record id. */
  enrol(principal: NewPrincipal): Promise<'enrolled' | 'tenant-unknown' | 'facility-unknown' | 'exists'>;
  /**
   * Makes a new version, so that whatever relied on the old one fails; refused where it is old already. `admissions` are
   * those from then on; the same as before where they are not given.
   */
  statusWrite(
    of: Stored<PrincipalRecord>,
    status: PrincipalStatus,
    admissions?: readonly Admission[],
  ): Exclude<Write, { kind: 'check' }>;
}

/**
 * Principals in the `access` table, each in a partition of its own: every request of a company asks for one. `random` names
 * records and transactions; `tenants` may be remembered ones.
 */
export const principalStore = ({
  table,
  random = systemRandom,
  tenants = tenantStore({ table }),
}: {
  readonly table: Table;
  readonly random?: RandomBytes;
  readonly tenants?: Pick<TenantStore, 'find'>;
}): PrincipalStore => ({
  membership: async (bearer) => {
    const [tenant, principal] = await Promise.all([
      tenants.find(bearer.tenant),
      table.get(principalKey(bearer)),
    ]);
    return { tenant, principal: principal && toPrincipal(bearer.tenant, principal) };
  },

  find: async (tenant, id) => {
    const pointer = await table.get(pointerKey(tenant, id));
    if (pointer === undefined) return undefined;
    const item = await table.get(principalKey(toBearer(tenant, pointer)));
    return item && toPrincipal(tenant, item);
  },

  page: async (tenant, { limit, after }) => {
    const { partition, sort: prefix } = pointerKey(tenant, '');
    const page = await table.query({
      table: 'access',
      partition,
      prefix,
      limit,
      // A page goes on after a sort key, which is made of an id: so the cursor can be the id, and be checked as one.
      ...(after !== undefined && { after: pointerKey(tenant, after).sort }),
    });
    const bearers = page.items.map(({ item }) => toBearer(tenant, item));
    const items = await table.getMany(bearers.map(principalKey));
    const principals = items.flatMap((item) => (item === undefined ? [] : toPrincipal(tenant, item)));
    const last = principals.at(-1);
    return { principals, ...(page.next !== undefined && last !== undefined && { next: last.id }) };
  },

  enrol: async ({ tenant, ...record }) => {
    const { id, issuer, subject, facility } = record;
    const writes: readonly Write[] = [
      { kind: 'check', key: tenantKey(tenant), condition: 'present' },
      {
        kind: 'put',
        key: principalKey({ tenant, issuer, subject }),
        item: { ...record, status: 'active', recordId: toBase64Url(random(16)), version: 1 },
        condition: 'absent',
      },
      { kind: 'put', key: pointerKey(tenant, id), item: { issuer, subject }, condition: 'absent' },
      ...(facility === undefined
        ? []
        : [{ kind: 'check', key: facilityKey(tenant, facility), condition: 'present' } as const]),
    ];
    const verdict = await table.transact(writes, toHex(random(16)));
    if (verdict.outcome === 'committed') return 'enrolled';
    if (verdict.failed.includes(0)) return 'tenant-unknown';
    return verdict.failed.includes(3) ? 'facility-unknown' : 'exists';
  },

  statusWrite: ({ reliedOn, ...bearer }, status, admissions = bearer.admissions) => ({
    kind: 'update',
    key: principalKey(bearer),
    set: { status, admissions: admissions.map(({ by, at }) => ({ by, at })), version: reliedOn.version + 1 },
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),
});
