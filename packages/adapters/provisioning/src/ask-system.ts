import { isGatewayUrl } from '@temkin/kernel';
import type { SystemAccount } from './system-accounts.ts';

const TIMEOUT_MILLISECONDS = 5_000;

const MIN_SECRET_LENGTH = 32;

/** One request to a company's system. */
export interface SystemRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Appended to the account's address. */
  readonly path: string;
  readonly body?: unknown;
}

/**
 * Asks a company's system: over HTTPS to a public name, with its bearer token, following no redirect, with an end to its patience. Throws
 * where it answers no success, quoting nothing of the answer.
 */
export const askSystem = async (
  { url, secret }: SystemAccount,
  { method, path, body }: SystemRequest,
  signal: AbortSignal,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
): Promise<Response> => {
  signal.throwIfAborted();
  if (!isGatewayUrl(url)) throw new Error('a system is spoken to at an HTTPS address of a public name');
  if (secret.length < MIN_SECRET_LENGTH)
    throw new Error(`the secret of a system's account has at least ${MIN_SECRET_LENGTH} characters`);
  const answer = await fetch(`${url.replace(/\/+$/, '')}/${path}`, {
    method,
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]),
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  await answer.body?.cancel();
  throw new Error(`the system answered ${answer.status}`);
};
