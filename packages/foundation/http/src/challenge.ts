import type { GeneralCode } from './general-problems.ts';

const REALM = 'Bearer realm="temkin"';

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
  if (!request.headers.has('authorization')) return REALM;
  return code === 'ACCESS.TOKEN_EXPIRED'
    ? `${REALM}, error="invalid_token", error_description="The access token expired"`
    : `${REALM}, error="invalid_token"`;
};
