import { isGatewayUrl } from '@temkin/kernel';
import * as z from 'zod';
import type { IdentityAccount } from './http-identity.ts';

/** The accounts of companies with sources of identities. */
export type IdentityAccounts = ReadonlyMap<string, Readonly<Partial<Record<SourceName, IdentityAccount>>>>;

type SourceName = 'population' | 'card-chip' | 'immigration';

const account = z.strictObject({
  url: z.string().refine(isGatewayUrl),
  secret: z.string().min(32),
});

const sources = z.strictObject({
  population: account.optional(),
  'card-chip': account.optional(),
  immigration: account.optional(),
});

/**
 * Accounts with sources of identities as an environment variable names them: JSON, by company and source, `{"telco-a": {"population": {"url":
 * "https://…", "secret": "…"}, "card-chip"?: …, "immigration"?: …}}`. What is wrong with them is named by its place, and no secret is quoted.
 */
export const identityAccounts: z.ZodType<IdentityAccounts, string> = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), sources))
  .transform(
    (accounts): IdentityAccounts =>
      new Map(
        Object.entries(accounts).map(([tenant, { population, 'card-chip': chip, immigration }]) => [
          tenant,
          {
            ...(population !== undefined && { population }),
            ...(chip !== undefined && { 'card-chip': chip }),
            ...(immigration !== undefined && { immigration }),
          },
        ]),
      ),
  );
