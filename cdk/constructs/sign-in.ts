import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  UserPoolOperation,
  type UserPoolClient,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';
import { RESOURCE_SERVER, SCOPES, STAFF_SCOPES, TENANT_SERVER } from '../scopes.ts';

/** What a token says of the client cannot be taken back sooner (access/domain/issuer-profile.ts). */
const TOKEN_LIFE = Duration.minutes(10);

/** A working day: who was not here for longer signs in again. */
const SESSION_LIFE = Duration.hours(12);

/** The pool and its clients, by name. */
export interface SignIn {
  readonly pool: UserPool;
  readonly clients: Readonly<Record<string, UserPoolClient>>;
}

const userPool = (scope: Construct, id: string, { stage, protectsData }: Configuration): UserPool =>
  new UserPool(scope, id, {
    userPoolName: `${prefixOf(stage)}people`,
    // Names of accounts are opaque words, and the tenant is written once, by whoever makes the account.
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    customAttributes: { tenant: new StringAttribute({ minLen: 1, maxLen: 40, mutable: false }) },
    accountRecovery: AccountRecovery.NONE,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      passwordHistorySize: 5,
      tempPasswordValidity: Duration.days(1),
    },
    // Devices are not remembered: a remembered one would stand in for the second factor.
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    deletionProtection: protectsData,
    removalPolicy: protectsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

/** A resource server, and its scopes as clients are allowed them. */
const scopesOf = (
  pool: UserPool,
  id: string,
  identifier: string,
  names: readonly string[],
): ((name: string) => OAuthScope) => {
  const scopes = new Map(
    names.map((name) => [name, new ResourceServerScope({ scopeName: name, scopeDescription: name })]),
  );
  const server = pool.addResourceServer(id, { identifier, scopes: [...scopes.values()] });
  return (name) => {
    const scope = scopes.get(name);
    if (scope === undefined) throw new Error(`${identifier} has no scope ${name}`);
    return OAuthScope.resourceServer(server, scope);
  };
};

/**
 * Cognito as an issuer: one client with a secret per order system, one public client (code and PKCE) for people. Every
 * token names its tenant, which the trigger adds: a person's from an attribute, a system's from the one tenant scope that
 * its client is allowed.
 */
export const signIn = (
  scope: Construct,
  id: string,
  { configuration, trigger }: { readonly configuration: Configuration; readonly trigger: Function },
): SignIn => {
  const { orderSystems, staffSurfaces, signInPrefix } = configuration;
  const pool = userPool(scope, id, configuration);
  pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, trigger, LambdaVersion.V3_0);
  pool.addDomain('Pages', { cognitoDomain: { domainPrefix: signInPrefix } });

  const ours = scopesOf(pool, 'Scopes', RESOURCE_SERVER, SCOPES);
  const tenants = scopesOf(
    pool,
    'Tenants',
    TENANT_SERVER,
    orderSystems.map(({ tenant }) => tenant),
  );
  const client = (name: string, options: UserPoolClientOptions): UserPoolClient =>
    pool.addClient(`${pascal(name)}Client`, {
      userPoolClientName: name,
      accessTokenValidity: TOKEN_LIFE,
      idTokenValidity: TOKEN_LIFE,
      refreshTokenValidity: SESSION_LIFE,
      enableTokenRevocation: true,
      // Nobody signs in past Cognito's pages. Without a list, passwords (SRP) and custom challenges do; CDK adds the refresh
      // of tokens to any list.
      authFlows: { userSrp: false, custom: false },
      preventUserExistenceErrors: true,
      readAttributes: new ClientAttributes().withCustomAttributes('tenant'),
      // Without a list, everything standard: names, phone numbers, addresses.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
      ...options,
    });

  return {
    pool,
    clients: {
      'staff-surfaces': client('staff-surfaces', {
        generateSecret: false,
        oAuth: {
          flows: { authorizationCodeGrant: true },
          scopes: [OAuthScope.OPENID, ...STAFF_SCOPES.map(ours)],
          ...staffSurfaces,
        },
      }),
      ...Object.fromEntries(
        orderSystems.map(({ name, tenant, scopes }) => [
          `${tenant}-${name}`,
          client(`${tenant}-${name}`, {
            generateSecret: true,
            oAuth: {
              flows: { clientCredentials: true },
              scopes: [...scopes.map(ours), tenants(tenant)],
            },
          }),
        ]),
      ),
    },
  };
};

/** What functions are told of the issuers that they trust: JSON, with the pool's ids filled in as it is deployed. */
export const trustedIssuers = (
  scope: Construct,
  {
    configuration,
    signIn: { pool, clients },
  }: { readonly configuration: Configuration; readonly signIn: SignIn },
): string =>
  Stack.of(scope).toJsonString([
    {
      kind: 'cognito',
      id: 'cognito',
      region: Stack.of(scope).region,
      userPoolId: pool.userPoolId,
      clients: Object.values(clients).map(({ userPoolClientId }) => userPoolClientId),
      resourceServer: RESOURCE_SERVER,
    },
    ...configuration.issuers,
  ]);
