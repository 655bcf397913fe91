import { isGatewayUrl } from '@temkin/kernel';
import { RECONCILED_SYSTEMS, type ReconciledSystem } from '@temkin/subscriber/domain';
import * as z from 'zod';

/** A company's account with one of its systems. */
export interface SystemAccount {
  /** What paths are appended to: see `isGatewayUrl`. */
  readonly url: string;
  /** Bearer token; 32 characters at least. */
  readonly secret: string;
}

/** The systems of a company that can be spoken to. */
export type SystemAccounts = Readonly<Partial<Record<ReconciledSystem, SystemAccount>>>;

const account = z.strictObject({ url: z.string().refine(isGatewayUrl), secret: z.string().min(32) });

/**
 * Accounts as an environment variable names them: JSON, by company and system, `{"telco-a": {"network": {"url": "https://…", "secret":
 * "…"}, "billing": …, "points-of-sale": …}}`. What is wrong with them is named by its place, and no secret is quoted.
 */
export const systemAccounts: z.ZodType<ReadonlyMap<string, SystemAccounts>, string> = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), z.partialRecord(z.enum(RECONCILED_SYSTEMS), account)))
  .transform((accounts): ReadonlyMap<string, SystemAccounts> => new Map(Object.entries(accounts)));
