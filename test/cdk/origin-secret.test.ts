import { describe, expect, it } from 'vitest';
import { STAGES, type Configuration } from '../../cdk/configuration.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** Generations of the secrets that a part of a template refers to. */
const generationsIn = (text: string): readonly string[] =>
  [...text.matchAll(/resolve:secretsmanager:OriginSecretGeneration(\d)[0-9A-F]{8}:/g)].map(
    ([, generation = '']) => generation,
  );

describe.each(STAGES)('a new generation of the origin secret in %s', (stage) => {
  /** Names of the secrets there are, the one that is sent, and those that are believed: by generation. */
  const secretsOf = (originSecret: Configuration['originSecret']) => {
    const templates = templatesOf(stage, { originSecret });
    const secrets = resourcesOf(templates, 'Api', 'AWS::SecretsManager::Secret');
    const api = Object.values(resourcesOf(templates, 'Api', 'AWS::Lambda::Function')).find(
      ({ Properties }) => Properties.FunctionName === `temkin-${stage}-parcel-api`,
    );
    return {
      names: Object.values(secrets)
        .map(({ Properties }) => String(Properties.Name))
        .filter((name) => name.includes('origin-secret')),
      sent: generationsIn(JSON.stringify(resourcesOf(templates, 'Api', 'AWS::CloudFront::Distribution'))),
      believed: generationsIn(JSON.stringify(api?.Properties.Environment)),
    };
  };

  it('is sent, and believed beside the one before', () => {
    expect(secretsOf({ generation: 7, believesPrevious: true })).toEqual({
      names: [`temkin-${stage}-origin-secret-7`, `temkin-${stage}-origin-secret-6`],
      sent: ['7'],
      believed: ['7', '6'],
    });
  });

  it('is alone after a second deployment: a secret that leaked is forgotten and destroyed', () => {
    expect(secretsOf({ generation: 7, believesPrevious: false })).toEqual({
      names: [`temkin-${stage}-origin-secret-7`],
      sent: ['7'],
      believed: ['7'],
    });
  });
});
