import { isGatewayUrl } from '@temkin/kernel';
import * as z from 'zod';
import { MIN_SECRET_LENGTH, type CitizenGateway } from './http-citizen-channel.ts';

const gateway = z.strictObject({
  url: z.string().refine(isGatewayUrl),
  secret: z.string().min(MIN_SECRET_LENGTH),
});

/**
 * Gateways of companies as an environment variable names them: JSON, by company, `{"post-a": {"url": "https://…", "secret": "…"}}`.
 * What is wrong with them is named by its place, and no secret is quoted.
 */
export const citizenGateways: z.ZodType<ReadonlyMap<string, CitizenGateway>, string> = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), gateway))
  // A message names no company: whose word it is, the secret alone says.
  .refine((gateways) => {
    const secrets = Object.values(gateways).map(({ secret }) => secret);
    return new Set(secrets).size === secrets.length;
  })
  .transform((gateways): ReadonlyMap<string, CitizenGateway> => new Map(Object.entries(gateways)));
