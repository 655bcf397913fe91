import {
  authenticator,
  deviceStore,
  principalStore,
  rememberedTenants,
  signatureNonces,
  signatures,
  tenantStore,
  type KeysOf,
} from '@temkin/access';
import type { IssuerProfile } from '@temkin/access/domain';
import {
  application,
  idempotencyClaims,
  type Application,
  type FaultLog,
  type GeneralCode,
  type ProblemCatalogue,
  type PublicRoute,
  type Route,
} from '@temkin/http';
import { Refusal } from '@temkin/kernel';
import type { Groundwork } from './groundwork.ts';

/** Whose tokens are believed. */
export interface TrustedIssuers {
  readonly profiles: readonly IssuerProfile[];
  readonly keysOf: KeysOf;
  /** Only the demo stage says yes. */
  readonly allowDemoIssuers: boolean;
}

/** What an API answers, and to whom. */
export interface ApiOptions {
  readonly routes: readonly Route[];
  /** Of the capabilities it speaks for; the general ones are among them. */
  readonly problems: ProblemCatalogue;
  readonly issuers: TrustedIssuers;
  readonly faultLog: FaultLog;
  /** `Host` values that are answered; any where absent. */
  readonly allowedHosts?: readonly string[];
}

const nobody = (): Promise<never> => Promise.reject(new Refusal<GeneralCode>('ACCESS.UNAUTHENTICATED'));

/** The HTTP application of what anybody may call: it believes no token, and needs nothing to judge one by. */
export const publicApi = (
  ground: Groundwork,
  options: Omit<ApiOptions, 'issuers' | 'routes'> & { readonly routes: readonly PublicRoute[] },
): Application =>
  application({
    ...options,
    ...ground,
    authenticator: { authenticate: nobody },
    signatures: { verify: nobody },
    refusalLog: ground.refusals,
    idempotencyClaims: idempotencyClaims(ground),
  });

/** The HTTP application over a groundwork: the same for one capability in a function and for all in one process. */
export const api = (ground: Groundwork, { issuers, ...options }: ApiOptions): Application => {
  const { table, clock, refusals } = ground;
  const tenants = rememberedTenants(tenantStore({ table }), clock);
  return application({
    ...options,
    ...ground,
    authenticator: authenticator({ ...issuers, principals: principalStore({ table, tenants }), clock }),
    signatures: signatures({ devices: deviceStore({ table }), nonces: signatureNonces({ table }), clock }),
    refusalLog: refusals,
    idempotencyClaims: idempotencyClaims(ground),
  });
};
