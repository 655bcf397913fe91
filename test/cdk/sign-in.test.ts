import { describe, expect, it } from 'vitest';
import { readConfiguration, STAGES } from '../../cdk/configuration.ts';
import { SCOPES, STAFF_SCOPES } from '../../cdk/scopes.ts';
import { apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** Routes of principals: what anybody may call asks for no scope. */
const specs = apiSpecs.flatMap(({ access }) => (access === 'public' ? [] : [{ access }]));

/** Roles of systems; everybody else is staff. */
const SYSTEMS: ReadonlySet<string> = new Set(['order-system', 'operator']);

describe('the scopes', () => {
  it('are those that routes ask for', () => {
    expect(SCOPES.toSorted()).toEqual([...new Set(specs.map(({ access }) => access.scope))].toSorted());
  });

  it('of people are those of routes that people may call', () => {
    const ofPeople = specs.filter(({ access }) => access.roles.some((role) => !SYSTEMS.has(role)));
    expect(STAFF_SCOPES.toSorted()).toEqual(
      [...new Set(ofPeople.map(({ access }) => access.scope))].toSorted(),
    );
  });
});

describe.each(STAGES)('Cognito in %s', (stage) => {
  const templates = templatesOf(stage);
  const pools = Object.values(resourcesOf(templates, 'Api', 'AWS::Cognito::UserPool'));
  const clients = Object.values(resourcesOf(templates, 'Api', 'AWS::Cognito::UserPoolClient'));
  const clientOf = (name: string): Readonly<Record<string, unknown>> => {
    const found = clients.find(({ Properties }) => Properties.ClientName === name);
    if (found === undefined) throw new Error(`no client ${name}`);
    return found.Properties;
  };
  /** Scopes by name: a resource server is referred to by its logical id. */
  const scopesOf = (name: string): readonly string[] =>
    (clientOf(name).AllowedOAuthScopes as readonly string[]).map((scope) =>
      scope.replace(/^SignInScopes[0-9A-F]{8}/, 'temkin').replace(/^SignInTenants[0-9A-F]{8}/, 'tenant'),
    );

  it('lets nobody sign up, and asks people for a second factor', () => {
    expect(pools).toHaveLength(1);
    expect(pools[0]?.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      DeletionProtection: stage === 'prod' ? 'ACTIVE' : 'INACTIVE',
    });
    expect(pools[0]?.Properties.UsernameAttributes).toBeUndefined();
    // A remembered device would stand in for the second factor.
    expect(pools[0]?.Properties.DeviceConfiguration).toBeUndefined();
  });

  it('adds the tenant to tokens of people and systems, from what neither can write', () => {
    expect(pools[0]?.Properties).toMatchObject({
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaVersion: 'V3_0',
          LambdaArn: expect.stringContaining(`temkin-${stage}-access-token`),
        },
      },
      Schema: [{ Name: 'tenant', Mutable: false }],
    });
    for (const { Properties } of clients) expect(Properties.WriteAttributes).toEqual(['locale']);
  });

  it('knows our scopes, and one per tenant', () => {
    const servers = Object.values(resourcesOf(templates, 'Api', 'AWS::Cognito::UserPoolResourceServer'));
    const scopes = servers.flatMap(({ Properties }) =>
      (Properties.Scopes as readonly { readonly ScopeName: string }[]).map(
        ({ ScopeName }) => `${String(Properties.Identifier)}/${ScopeName}`,
      ),
    );
    expect(scopes.toSorted()).toEqual([...SCOPES.map((scope) => `temkin/${scope}`), 'tenant/ems'].toSorted());
  });

  it('has a client with a secret for each order system, bound to its tenant', () => {
    const { orderSystems } = readConfiguration(stage);
    expect(clients).toHaveLength(orderSystems.length + 1);
    for (const { name, tenant, scopes } of orderSystems) {
      expect(clientOf(`${tenant}-${name}`)).toMatchObject({
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
      });
      expect(scopesOf(`${tenant}-${name}`)).toEqual([
        ...scopes.map((scope) => `temkin/${scope}`),
        `tenant/${tenant}`,
      ]);
    }
  });

  it('has a public client for people, by code alone', () => {
    expect(clientOf('staff-surfaces')).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
    });
    expect(scopesOf('staff-surfaces')).toEqual(['openid', ...STAFF_SCOPES.map((scope) => `temkin/${scope}`)]);
  });

  it('lets nobody sign in with a password past its pages', () => {
    for (const { Properties } of clients)
      expect(Properties.ExplicitAuthFlows, String(Properties.ClientName)).toEqual([
        'ALLOW_REFRESH_TOKEN_AUTH',
      ]);
  });

  it('gives tokens that live for ten minutes at most', () => {
    for (const { Properties } of clients) {
      expect(Properties.TokenValidityUnits).toMatchObject({ AccessToken: 'minutes', IdToken: 'minutes' });
      expect(Properties.AccessTokenValidity).toBeLessThanOrEqual(10);
      expect(Properties.IdTokenValidity).toBeLessThanOrEqual(10);
    }
  });
});
