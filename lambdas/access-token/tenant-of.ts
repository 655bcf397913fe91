/** What a pre-token-generation event tells of whom the token is for. */
export interface TokenRequest {
  readonly userAttributes?: Readonly<Record<string, string | undefined>> | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** An attribute that only administrators write, once. */
const TENANT_ATTRIBUTE = 'custom:tenant';

/** A scope of the resource server `tenant`; a client is allowed the one of its own tenant. */
const TENANT_SCOPE = /^tenant\/(?<tenant>[a-z0-9-]+)$/;

/**
 * The tenant that a token is for: of a person, the attribute; of a system, which has no attributes, the one tenant scope
 * that its client was allowed and asked for. Undefined where there is none or more than one.
 */
export const tenantOf = ({ userAttributes, scopes = [] }: TokenRequest): string | undefined => {
  const ofPerson = userAttributes?.[TENANT_ATTRIBUTE] || undefined;
  const ofSystem = scopes.flatMap((scope) => TENANT_SCOPE.exec(scope)?.groups?.tenant ?? []);
  const tenants = ofPerson === undefined ? ofSystem : [ofPerson];
  return tenants.length === 1 ? tenants[0] : undefined;
};
