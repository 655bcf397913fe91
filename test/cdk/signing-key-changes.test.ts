import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../cdk/configuration.ts';
import { templatesOf } from './synthesized.ts';

/** As docs/operations.md has it, "Replace a key that signs": before, with a next one, without the former, and afterwards. */
const AT_FIRST: Partial<Configuration> = { auditLogKeys: { use: 'log' } };
const CHANGING: Partial<Configuration> = { auditLogKeys: { use: 'log', next: 'log2' } };
const CHANGED: Partial<Configuration> = { auditLogKeys: { use: 'log2', idle: ['log'] } };
const LATER: Partial<Configuration> = { auditLogKeys: { use: 'log2' } };

const BUNDLES_CHANGED: Partial<Configuration> = { bundleKeys: { use: 'bundle2', idle: ['bundle'] } };

/** Names under which stacks tell each other of what they hold. */
const imported = (part: unknown): readonly string[] => {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'Fn::ImportValue' ? [String(value)] : imported(value),
  );
};

/**
 * What CloudFormation would refuse of a deployment after another: to take back what stacks that are deployed later still
 * import, and to make a second alias of the same name.
 */
const refused = (before: Partial<Configuration>, after: Partial<Configuration>): readonly string[] => {
  const [deployed, next] = [templatesOf('prod', before), templatesOf('prod', after)];
  const exported = new Set(Object.values(next.Data.Outputs ?? {}).map(({ Export }) => Export?.Name));
  const aliases = Object.entries(next.Data.Resources).flatMap(([id, { Type, Properties }]) =>
    Type === 'AWS::KMS::Alias' ? [[id, Properties.AliasName] as const] : [],
  );
  return [
    ...new Set(
      [...imported(deployed.Api), ...imported(deployed.Watch)]
        .filter((name) => name.includes('-data:') && !exported.has(name))
        .map((name) => /ExportsOutput(?:Ref|FnGetAtt)(\w+?)SigningKey/.exec(name)?.[1] ?? name),
    ),
    ...aliases.flatMap(([id, alias]) =>
      Object.entries(deployed.Data.Resources).some(
        ([other, { Properties }]) => other !== id && Properties.AliasName === alias,
      )
        ? [String(alias)]
        : [],
    ),
  ];
};

const firstLogKey = (change: Partial<Configuration>) =>
  Object.entries(templatesOf('prod', change).Data.Resources).find(
    ([id, { Type }]) => Type === 'AWS::KMS::Key' && id.startsWith('LogSigningKey'),
  );

/** The outputs that tell the ARNs of keys. */
const arnsTold = (change: Partial<Configuration>) =>
  Object.keys(templatesOf('prod', change).Data.Outputs ?? {})
    .filter((name) => name.endsWith('SigningKeyArn'))
    .toSorted();

describe('a change of a key that signs', () => {
  it.each([
    ['naming the next of the logs', AT_FIRST, CHANGING],
    ['using the next', CHANGING, CHANGED],
    ['using another at once', AT_FIRST, CHANGED],
    [
      'using a third at once, in the midst of a change',
      CHANGING,
      { auditLogKeys: { use: 'log3', idle: ['log', 'log2'] } },
    ],
    ['leaving the former behind', CHANGED, LATER],
    ['the one after it', LATER, { auditLogKeys: { use: 'log2', next: 'log3' } }],
    ['another of bundles', {}, BUNDLES_CHANGED],
    ['leaving the former of bundles behind', BUNDLES_CHANGED, { bundleKeys: { use: 'bundle2' } }],
  ] satisfies readonly (readonly [string, Partial<Configuration>, Partial<Configuration>])[])(
    'can be deployed: %s',
    (_, before, after) => {
      expect(refused(before, after)).toEqual([]);
    },
  );

  it('leaves no key behind in the deployment that takes it out of use', () => {
    expect(refused(AT_FIRST, LATER)).toEqual(['Log']);
    expect(refused(CHANGING, LATER)).toEqual(['Log']);
    expect(refused({}, { bundleKeys: { use: 'bundle2' } })).toEqual(['Bundle']);
  });

  it('changes nothing of the key that is left, for it may be lost', () => {
    expect(firstLogKey(CHANGED)).toEqual(firstLogKey(AT_FIRST));
    expect(firstLogKey(AT_FIRST)).toBeDefined();
    expect(firstLogKey(LATER)).toBeUndefined();
  });

  it('tells an operator the ARN of every key that there is', () => {
    expect(arnsTold({})).toEqual(['BundleSigningKeyArn', 'CallSigningKeyArn', 'LogSigningKeyArn']);
    expect(arnsTold({ ...BUNDLES_CHANGED, ...CHANGING })).toEqual([
      'Bundle2SigningKeyArn',
      'BundleSigningKeyArn',
      'CallSigningKeyArn',
      'Log2SigningKeyArn',
      'LogSigningKeyArn',
    ]);
  });
});
