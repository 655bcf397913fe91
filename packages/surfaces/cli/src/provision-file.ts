import {
  COMMUNE_CODE,
  FACILITY_ID,
  ISSUED_NAME,
  KEEPINGS,
  LABEL_PROFILES,
  PRINCIPAL_ID,
  PRINCIPAL_KINDS,
  ROUTED_UNIT,
  ROUTES_LIMIT,
  ROUTE_SORT_CODE,
  SIGNED_REQUESTS,
  TENANT_ID,
} from '@temkin/access/domain';
import { ROLES } from '@temkin/kernel';
import * as z from 'zod';

const issuer = z.string().min(1).max(64);

const facility = z.strictObject({
  id: z.string().regex(FACILITY_ID),
  displayName: z.string().min(1).max(100),
  communeCode: z.string().regex(COMMUNE_CODE),
});

const principal = z.strictObject({
  id: z.string().regex(PRINCIPAL_ID),
  issuer,
  subject: z.string().regex(ISSUED_NAME),
  kind: z.enum(PRINCIPAL_KINDS),
  roles: z.array(z.enum(ROLES)).min(1),
  facility: z.string().regex(FACILITY_ID).exactOptional(),
});

const labels = z.strictObject({
  profile: z.enum(LABEL_PROFILES).exactOptional(),
  codOnLabel: z.boolean().exactOptional(),
});

const routes = z
  .record(z.string().regex(ROUTED_UNIT), z.string().regex(ROUTE_SORT_CODE))
  .refine((table) => Object.keys(table).length <= ROUTES_LIMIT, {
    error: `at most ${ROUTES_LIMIT} routes`,
  });

const file = z.strictObject({
  tenants: z
    .array(
      z.strictObject({
        tenant: z.string().regex(TENANT_ID),
        displayName: z.string().min(1).max(100),
        issuers: z.array(issuer).min(1),
        labels: labels.exactOptional(),
        keeping: z.enum(KEEPINGS).exactOptional(),
        signedRequests: z.enum(SIGNED_REQUESTS).exactOptional(),
        routes: routes.exactOptional(),
        facilities: z.array(facility).default([]),
        principals: z.array(principal).default([]),
      }),
    )
    .min(1),
});

/** Tenants with their places, and the people and systems that may act for them. */
export type ProvisionFile = z.output<typeof file>;

/** Reads what is to be provisioned. Throws a sentence that says where the file is at fault, and not what stands there. */
export const parseProvisionFile = (text: string): ProvisionFile => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON.');
  }
  const parsed = file.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`The file is at fault at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}.`);
};
