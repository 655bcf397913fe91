import type { GeneralCode } from './general-problems.ts';

const REALM = 'Bearer realm="temkin"';

const isOfSignature = (code: GeneralCode): boolean => code.startsWith('ACCESS.SIGNATURE_');

/**
 * The `Accept-Signature` header of a request that is not signed as it must be (RFC 9421 §5.1): what to cover, and by which
 * tag. Undefined for other refusals.
 */
export const acceptedSignature = (
  { code }: { readonly code: string },
  { method }: Request,
): string | undefined => {
  if (!isOfSignature(code as GeneralCode)) return undefined;
  const digest = method === 'GET' || method === 'HEAD' ? '' : ' "content-digest"';
  return `device=("@method" "@target-uri" "authorization"${digest});created;tag="temkin-device"`;
};

/**
 * The `WWW-Authenticate` header of a refusal (RFC 6750 §3): every 401 has one, without an error where no credentials
 * were sent (§3.1), and so has a token that lacks the route's scope. Undefined where another token would not help.
 */
export const challengeOf = (
  problem: { readonly status: number; readonly code: string },
  request: Request,
  scope: string | undefined,
): string | undefined => {
  const code = problem.code as GeneralCode;
  if (code === 'ACCESS.SCOPE_MISSING') return `${REALM}, error="insufficient_scope", scope="${scope ?? ''}"`;
  if (problem.status !== 401) return undefined;
  // The token is good: another one would not help, a signature will.
  if (!request.headers.has('authorization') || isOfSignature(code)) return REALM;
  return code === 'ACCESS.TOKEN_EXPIRED'
    ? `${REALM}, error="invalid_token", error_description="The access token expired"`
    : `${REALM}, error="invalid_token"`;
};
