import { expect, it } from 'vitest';
import { parseConfiguration, readConfiguration } from '../../cdk/configuration.ts';
import { templatesOf, type Resource } from './synthesized.ts';

const GATEWAY = { url: 'https://texts.example.com/v1', secretGeneration: 3 };

const { stage: _, ...values } = readConfiguration('dev');

/** The resources of a type, by id. */
const resourcesOf = (citizenGateways: Readonly<Record<string, typeof GATEWAY>>, type: string) =>
  Object.entries<Resource>(templatesOf('dev', { citizenGateways }).Api.Resources).filter(
    ([, { Type }]) => Type === type,
  );

it('a company’s gateway of texts has a secret of its own, told to the one function that talks to it', () => {
  const citizenGateways = { 'post-a': GATEWAY };
  const secrets = resourcesOf(citizenGateways, 'AWS::SecretsManager::Secret').map(
    ([, { Properties }]) => Properties['Name'],
  );
  expect(secrets).toContain('temkin-dev-citizen-gateway-secret-post-a-3');
  const told = resourcesOf(citizenGateways, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
    JSON.stringify(Properties['Environment'] ?? {}).includes('texts.example.com'),
  );
  expect(told.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['CallerCheckApi']);
});

it.each([
  ['at an address without TLS', { ...GATEWAY, url: 'http://texts.example.com/v1' }],
  ['at an address that is no name', { ...GATEWAY, url: 'https://10.0.0.1/v1' }],
  ['with a secret that is told', { ...GATEWAY, secret: 'known' }],
])('a gateway of texts %s is refused', (__, gateway) => {
  expect(() => parseConfiguration('dev', { ...values, citizenGateways: { ems: gateway } })).toThrow(
    'citizenGateways',
  );
});
