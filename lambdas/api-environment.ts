import { cognitoProfile, rfc9068Profile } from '@temkin/access/domain';
import * as z from 'zod';
import { keyVariables, originVariables, text } from './environment.ts';

/** An issuer as the deployment names it (docs/operations.md), turned into the profile that verifiers trust. */
const issuer = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('cognito'),
      id: text,
      region: text,
      userPoolId: text,
      clients: z.array(text),
      resourceServer: text,
    })
    .transform(({ kind: _kind, ...pool }) => cognitoProfile(pool)),
  z
    .strictObject({ kind: z.literal('rfc9068'), id: text, issuer: z.url(), jwksUri: z.url(), audience: text })
    .transform(({ kind: _kind, ...description }) => rfc9068Profile(description)),
]);

const json = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

/** What the stack tells functions that answer requests of principals. */
export const apiVariables = {
  ...keyVariables,
  ...originVariables,
  TEMKIN_ISSUERS: json.pipe(z.array(issuer).min(1)),
};
