import { isGatewayUrl } from '@temkin/kernel';
import * as z from 'zod';
import type { OperatorAccount } from './http-call-network.ts';

const account = z.strictObject({
  url: z.string().refine(isGatewayUrl),
  secret: z.string().min(32),
  registrationId: z.uuid().optional(),
});

/**
 * Accounts with operators as an environment variable names them: JSON, by company, `{"post-a": {"url": "https://…", "secret": "…",
 * "registrationId"?: "…"}}`. What is wrong with them is named by its place, and no secret is quoted.
 */
export const operatorAccounts: z.ZodType<ReadonlyMap<string, OperatorAccount>, string> = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), account))
  .transform(
    (accounts): ReadonlyMap<string, OperatorAccount> =>
      new Map(
        Object.entries(accounts).map(([tenant, { registrationId, ...rest }]) => [
          tenant,
          { ...rest, ...(registrationId !== undefined && { registrationId }) },
        ]),
      ),
  );
