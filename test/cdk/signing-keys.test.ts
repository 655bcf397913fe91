import { describe, expect, it } from 'vitest';
import { STAGES, type Configuration, type Stage } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../cdk/functions.ts';
import type { SigningKind } from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { pascal } from '../../cdk/pascal.ts';
import { effectsOn, isAllowed, listOf, type Call, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** A policy that is generous enough to show that the key's own is what refuses. */
const EVERYTHING: readonly PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

const roleOf = (stage: Stage, name: string): string => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

/** What Lambda adds to calls of a function's code, and KMS to those of its signers. */
const signing = (stage: Stage, name: string, algorithm: string): Call['context'] => ({
  'lambda:SourceFunctionArn': `arn:aws:lambda:ap-southeast-1:${ACCOUNT}:function:temkin-${stage}-${name}`,
  'kms:SigningAlgorithm': algorithm,
});

/** How a key of the logs is changed: as it is at first, while it is changed, after it, or after a leak, and once it is over. */
const AT_FIRST: Partial<Configuration> = { auditLogKeys: { use: 'log' } };
const CHANGING: Partial<Configuration> = { auditLogKeys: { use: 'log', next: 'log2' } };
const CHANGED: Partial<Configuration> = { auditLogKeys: { use: 'log2', idle: ['log'] } };
const LATER: Partial<Configuration> = { auditLogKeys: { use: 'log2' } };

const BUNDLES_CHANGED: Partial<Configuration> = { bundleKeys: { use: 'bundle2', idle: ['bundle'] } };

const CALLS_CHANGED: Partial<Configuration> = { callKeys: { use: 'call2', idle: ['call'] } };

/** Each key in a configuration, and the one function that signs with it. */
const SIGNERS = [
  ['bundle', AT_FIRST, 'parcel-escrow', 'bundles'],
  ['bundle2', BUNDLES_CHANGED, 'parcel-escrow', 'bundles after another'],
  ['log', AT_FIRST, 'audit-sequencer', 'checkpoints of logs'],
  ['log', CHANGING, 'audit-sequencer', 'checkpoints for a last time'],
  ['log2', CHANGING, 'audit-sequencer', 'checkpoints in advance'],
  ['log2', CHANGED, 'audit-sequencer', 'checkpoints after another'],
  ['call', AT_FIRST, 'stir-api', 'calls'],
  ['call2', CALLS_CHANGED, 'stir-api', 'calls after another'],
] as const;

const EVERY = STAGES.flatMap((stage) =>
  SIGNERS.map(([key, change, signer, what]) => ({ stage, key, change, signer, what })),
);

describe.each(EVERY)('the key that signs $what in $stage', ({ stage, key: keyName, change, signer }) => {
  const templates = templatesOf(stage, change);
  const key = Object.entries(resourcesOf(templates, 'Data', 'AWS::KMS::Key')).find(([name]) =>
    name.startsWith(`${pascal(keyName)}SigningKey`),
  );
  if (key === undefined) throw new Error('there is no such key');
  const [id, { Properties, DeletionPolicy }] = key;
  const arn = `arn:aws:kms:ap-southeast-1:${ACCOUNT}:key/${id}`;
  const { Statement: policy } = Properties.KeyPolicy as { readonly Statement: readonly PolicyStatement[] };

  const kind = keyName.replace(/\d+$/, '') as SigningKind;
  const algorithm = kind === 'call' ? 'ECDSA_SHA_256' : 'ED25519_SHA_512';
  const signsWith = (name: FunctionName): boolean => GRANTS[name].signs?.includes(kind) === true;

  const ownPolicyOf = (name: FunctionName): readonly PolicyStatement[] => {
    const roles = Object.values(resourcesOf(templates, 'Api', 'AWS::IAM::Role'));
    const role = roles.find(({ Properties: { RoleName } }) => RoleName === `temkin-${stage}-${name}`);
    const policies = role?.Properties.Policies as readonly {
      readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
    }[];
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };

  const call = (principal: string, action: string, context: Call['context'] = {}): Call => ({
    principal,
    action,
    resource: arn,
    ...(context !== undefined && { context }),
  });

  it('signs for its one function, and for no other', () => {
    for (const name of FUNCTION_NAMES) {
      const asked = call(roleOf(stage, name), 'kms:Sign', signing(stage, name, algorithm));
      const isSigner = signsWith(name);
      expect(isAllowed(asked, ownPolicyOf(name), policy), name).toBe(isSigner);
      expect(isAllowed(asked, EVERYTHING, policy), name).toBe(isSigner);
    }
    expect(FUNCTION_NAMES.filter(signsWith)).toEqual([signer]);
  });

  it('signs nothing from another function, and by no other algorithm', () => {
    const by = roleOf(stage, signer);
    const own = ownPolicyOf(signer);
    expect(isAllowed(call(by, 'kms:Sign', signing(stage, 'another', algorithm)), own, policy)).toBe(false);
    for (const other of ['ED25519_PH_SHA_512', 'ED25519_SHA_512', 'ECDSA_SHA_256', 'ECDSA_SHA_512'])
      expect(isAllowed(call(by, 'kms:Sign', signing(stage, signer, other)), own, policy), other).toBe(
        other === algorithm,
      );
  });

  it('denies users, administrators, the account itself and other stages', () => {
    for (const stranger of [
      `arn:aws:iam::${ACCOUNT}:user/somebody`,
      `arn:aws:iam::${ACCOUNT}:role/administrator`,
      `arn:aws:iam::${ACCOUNT}:root`,
      `arn:aws:iam::${ACCOUNT}:role/temkin-other-${signer}`,
    ])
      expect(
        effectsOn(call(stranger, 'kms:Sign', signing(stage, signer, algorithm)), policy),
        stranger,
      ).toContain('Deny');
  });

  it('has the spec of its algorithm, dies after 30 days at the earliest, and outlives its stack where data is protected', () => {
    expect(Properties).toMatchObject({
      KeySpec: kind === 'call' ? 'ECC_NIST_P256' : 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
      PendingWindowInDays: 30,
    });
    expect(DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
  });
});

/** The name of the resource that a key is imported from. */
const keyIn = (part: unknown) => /((?:Log|Bundle|Call)\d*)SigningKey/.exec(JSON.stringify(part ?? null))?.[1];

/** What a function is told, and with which keys it may do something. */
const keysOf = (name: FunctionName, change: Partial<Configuration>) => {
  const { Resources } = templatesOf('dev', change).Api;
  const propertiesOf = (type: string, property: string) => {
    const found = Object.values(Resources).find(
      ({ Type, Properties }) => Type === type && Properties[property] === `temkin-dev-${name}`,
    );
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.Properties;
  };
  const { Variables } = propertiesOf('AWS::Lambda::Function', 'FunctionName').Environment as {
    readonly Variables: Readonly<Record<string, unknown>>;
  };
  const policies = propertiesOf('AWS::IAM::Role', 'RoleName').Policies as readonly {
    readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
  }[];
  const may = (action: string) =>
    policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Effect, Action }) => Effect === 'Allow' && listOf(Action).includes(action))
      .flatMap(({ Resource }) => listOf(Resource).map(keyIn));
  return {
    inUse: keyIn(Variables.TEMKIN_LOG_SIGNING_KEY ?? Variables.TEMKIN_BUNDLE_SIGNING_KEY),
    next: keyIn(Variables.TEMKIN_LOG_NEXT_SIGNING_KEY),
    signs: may('kms:Sign'),
    tells: may('kms:GetPublicKey'),
  };
};

describe('the keys of the logs', () => {
  it.each([
    ['as they are at first', AT_FIRST, 'Log', undefined],
    ['while the key is changed', CHANGING, 'Log', 'Log2'],
    ['once it was', CHANGED, 'Log2', undefined],
    ['when it is over', LATER, 'Log2', undefined],
  ] as const)(
    'are told to who signs and to who tells them, and no idle one, %s',
    (_, change, inUse, next) => {
      const signs = next === undefined ? [inUse] : [inUse, next];
      expect(keysOf('audit-sequencer', change)).toEqual({ inUse, next, signs, tells: signs });
      expect(keysOf('audit-api', change)).toEqual({ inUse, next: undefined, signs: [], tells: [inUse] });
    },
  );
});

describe('the key of bundles', () => {
  it.each([
    [{}, 'Bundle'],
    [BUNDLES_CHANGED, 'Bundle2'],
  ] as const)('is told to who signs, and no idle one: %j', (change, inUse) => {
    expect(keysOf('parcel-escrow', change)).toEqual({
      inUse,
      next: undefined,
      signs: [inUse],
      tells: [inUse],
    });
  });
});
