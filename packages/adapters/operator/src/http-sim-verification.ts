import type { SimQuestion, SimVerdict, SimVerification } from '@temkin/caller-id/domain';
import { isGatewayUrl } from '@temkin/kernel';
import * as z from 'zod';
import { boundedJson } from './bounded-json.ts';
import type { OperatorAccount } from './http-call-network.ts';

export interface HttpSimVerificationOptions {
  /** The account of a company; undefined where it has none, so that nobody can tell whose a number is. */
  readonly accountOf: (tenant: string) => OperatorAccount | undefined;
}

const MIN_SECRET_LENGTH = 32;

const verified = z.object({ devicePhoneNumberVerified: z.boolean() });

const swap = z.object({ swapped: z.boolean() });

const ask = async <Shape>(
  { url, secret }: OperatorAccount,
  request: { readonly path: string; readonly name: string; readonly body: unknown },
  schema: z.ZodType<Shape>,
  signal: AbortSignal,
): Promise<Shape | undefined> => {
  const answer = await fetch(`${url.replace(/\/+$/, '')}/${request.path}`, {
    method: 'POST',
    redirect: 'error',
    signal,
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'x-correlator': request.name,
    },
    body: JSON.stringify(request.body),
  });
  if (answer.ok) return boundedJson(answer, schema);
  await answer.body?.cancel();
  return undefined;
};

const judge = async (
  account: OperatorAccount,
  { verificationId: name, number: phoneNumber, simAgeHours }: SimQuestion,
  signal: AbortSignal,
): Promise<SimVerdict> => {
  const number = { path: 'number-verification/verify', name, body: { phoneNumber } };
  const found = await ask(account, number, verified, signal);
  if (found === undefined) return 'cannot-tell';
  if (!found.devicePhoneNumberVerified) return 'not-verified';
  const sim = { path: 'sim-swap/check', name, body: { phoneNumber, maxAge: simAgeHours } };
  const changed = await ask(account, sim, swap, signal);
  if (changed === undefined) return 'cannot-tell';
  return changed.swapped ? 'swapped' : 'verified';
};

/**
 * An operator's word on whose telephone a number is, over HTTP: CAMARA NumberVerification (`POST verify {phoneNumber}`), and where that
 * says yes, CAMARA SimSwap (`POST check {phoneNumber, maxAge}`, hours). The number goes in clear over the connection and never as an
 * unkeyed hash, which anybody could undo. CAMARA vouches for the device that asks by mobile data: what stands behind the account's address
 * is the operator, or a gateway of the company's that speaks for the devices of its staff. Follows no redirect, reads a few lines of each answer
 * and believes only their shape; all that it does not know is `cannot-tell`. What it throws quotes no number.
 */
export const httpSimVerification = ({ accountOf }: HttpSimVerificationOptions): SimVerification => {
  return {
    verify: async (question, signal) => {
      signal.throwIfAborted();
      const account = accountOf(question.tenant);
      if (account === undefined) return 'cannot-tell';
      if (!isGatewayUrl(account.url))
        throw new Error('an operator is spoken to at an HTTPS address of a public name');
      if (account.secret.length < MIN_SECRET_LENGTH)
        throw new Error(`the secret of an operator's account has at least ${MIN_SECRET_LENGTH} characters`);
      try {
        return await judge(account, question, signal);
      } catch {
        // Why it failed may quote the number.
        return 'cannot-tell';
      }
    },
  };
};
