import { isGatewayUrl, toBase64 } from '@temkin/kernel';
import type { IdentityAnswer, IdentityQuestion, IdentityVerification } from '@temkin/subscriber/domain';
import * as z from 'zod';
import { boundedJson } from './bounded-json.ts';

/** A company's account with a source of identities, or with the gateway that speaks to it. */
export interface IdentityAccount {
  /** What paths are appended to: see `isGatewayUrl`. */
  readonly url: string;
  /** Bearer token; 32 characters at least. */
  readonly secret: string;
}

export interface HttpIdentityOptions {
  /** The account of a company with a source; undefined where it has none. */
  readonly accountOf: (tenant: string, source: IdentityQuestion['source']) => IdentityAccount | undefined;
}

const MIN_SECRET_LENGTH = 32;

/** What a source knows its answer by, and short enough to be kept beside it. */
const reference = z.string().regex(/^[\w.~:/-]{1,128}$/);

const answeredAt = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const told = z.enum(['match', 'mismatch', 'not-told']);

const answered = z.object({
  fields: z.object({ identityNumber: told, name: told, birthDate: told, face: told }),
  reference,
  answeredAt,
});

const unknownPerson = z.object({ code: z.literal('IDENTITY_UNKNOWN'), reference, answeredAt });

/** By which a request failed before anybody heard of it (Node.js and undici). */
const NOT_ASKED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const wasNotAsked = (error: unknown): boolean =>
  error instanceof Error &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'code' in error.cause &&
  NOT_ASKED.has(error.cause.code);

const read = async (answer: Response): Promise<IdentityAnswer> => {
  if (answer.ok) {
    const said = await boundedJson(answer, answered);
    // It was asked, and is asked again by the same id.
    return said === undefined ? { is: 'timeout' } : { is: 'answered', ...said };
  }
  if (answer.status === 404) {
    const said = await boundedJson(answer, unknownPerson);
    if (said !== undefined) return { is: 'unknown', reference: said.reference, answeredAt: said.answeredAt };
    return { is: 'outage' };
  }
  await answer.body?.cancel();
  return { is: answer.status === 504 ? 'timeout' : 'outage' };
};

/**
 * A source of identities over HTTP: `POST verify {source, identity, name, birthDate, face?}`, the face in base64, answered field by field.
 * The question's id goes as `idempotency-key`, by which the far side keeps it once. Follows no redirect, reads a few lines of each answer and
 * believes only their shape. Rejects where there is no account, or where the source refuses it; nothing that it throws quotes a person or an answer.
 */
export const httpIdentity = ({ accountOf }: HttpIdentityOptions): IdentityVerification => ({
  ask: async ({ verificationId, tenant, face, ...person }, signal): Promise<IdentityAnswer> => {
    const account = accountOf(tenant, person.source);
    if (account === undefined) throw new Error('there is no account with that source of identities');
    const { url, secret } = account;
    if (!isGatewayUrl(url))
      throw new Error('a source of identities is spoken to at an HTTPS address of a public name');
    if (secret.length < MIN_SECRET_LENGTH)
      throw new Error(`the secret of an account with it has at least ${MIN_SECRET_LENGTH} characters`);
    if (signal.aborted) return { is: 'outage' };
    const { source, identity, name, birthDate } = person;
    let answer: Response;
    try {
      answer = await fetch(`${url.replace(/\/+$/, '')}/verify`, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'idempotency-key': verificationId,
        },
        body: JSON.stringify({
          source,
          identity,
          name,
          birthDate,
          ...(face !== undefined && { face: toBase64(face) }),
        }),
      });
    } catch (error) {
      // Why it failed may quote what was asked.
      return { is: wasNotAsked(error) ? 'outage' : 'timeout' };
    }
    if (answer.status === 401 || answer.status === 403) {
      await answer.body?.cancel();
      throw new Error('a source of identities refuses the account');
    }
    // Cut off in the middle, it was asked.
    return read(answer).catch(() => ({ is: 'timeout' }));
  },
});
