import { describe, expect, it } from 'vitest';
import { STAGES, type Configuration, type Stage } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../cdk/functions.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { pascal } from '../../cdk/pascal.ts';
import { effectsOn, isAllowed, type Call, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** A policy that is generous enough to show that the key's own is what refuses. */
const EVERYTHING: readonly PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

const roleOf = (stage: Stage, name: string): string => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

/** What Lambda adds to calls of a function's code, and KMS to those of its signers. */
const signing = (stage: Stage, name: string, algorithm = 'ED25519_SHA_512'): Call['context'] => ({
  'lambda:SourceFunctionArn': `arn:aws:lambda:ap-southeast-1:${ACCOUNT}:function:temkin-${stage}-${name}`,
  'kms:SigningAlgorithm': algorithm,
});

/** Each key, the one function that signs with it, and what. */
const SIGNERS = [
  ['bundle', 'parcel-escrow', 'bundles'],
  ['log', 'audit-sequencer', 'checkpoints of logs'],
  ['log2', 'audit-sequencer', 'checkpoints of logs in its turn'],
] as const;

const EVERY = STAGES.flatMap((stage) => SIGNERS.map(([key, signer, what]) => ({ stage, key, signer, what })));

describe.each(EVERY)('the key that signs $what in $stage', ({ stage, key: keyName, signer }) => {
  const templates = templatesOf(stage);
  const key = Object.entries(resourcesOf(templates, 'Data', 'AWS::KMS::Key')).find(([name]) =>
    name.startsWith(`${pascal(keyName)}SigningKey`),
  );
  if (key === undefined) throw new Error('there is no such key');
  const [id, { Properties, DeletionPolicy }] = key;
  const arn = `arn:aws:kms:ap-southeast-1:${ACCOUNT}:key/${id}`;
  const { Statement: policy } = Properties.KeyPolicy as { readonly Statement: readonly PolicyStatement[] };

  const signsWith = (name: FunctionName): boolean => GRANTS[name].signs?.includes(keyName) === true;

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
      const asked = call(roleOf(stage, name), 'kms:Sign', signing(stage, name));
      const isSigner = signsWith(name);
      expect(isAllowed(asked, ownPolicyOf(name), policy), name).toBe(isSigner);
      expect(isAllowed(asked, EVERYTHING, policy), name).toBe(isSigner);
    }
    expect(FUNCTION_NAMES.filter(signsWith)).toEqual([signer]);
  });

  it('signs nothing from another function, and by no other algorithm', () => {
    const by = roleOf(stage, signer);
    const own = ownPolicyOf(signer);
    expect(isAllowed(call(by, 'kms:Sign', signing(stage, 'another')), own, policy)).toBe(false);
    const digest = signing(stage, signer, 'ED25519_PH_SHA_512');
    expect(isAllowed(call(by, 'kms:Sign', digest), own, policy)).toBe(false);
  });

  it('denies users, administrators, the account itself and other stages', () => {
    for (const stranger of [
      `arn:aws:iam::${ACCOUNT}:user/somebody`,
      `arn:aws:iam::${ACCOUNT}:role/administrator`,
      `arn:aws:iam::${ACCOUNT}:root`,
      `arn:aws:iam::${ACCOUNT}:role/temkin-other-${signer}`,
    ])
      expect(effectsOn(call(stranger, 'kms:Sign', signing(stage, signer)), policy), stranger).toContain(
        'Deny',
      );
  });

  it('is Ed25519, dies after 30 days at the earliest, and outlives its stack where data is protected', () => {
    expect(Properties).toMatchObject({
      KeySpec: 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
      PendingWindowInDays: 30,
    });
    expect(DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
  });
});

/** The keys that a function is told of, by the names of the resources that they are imported from. */
const told = (name: FunctionName, auditLogKeys?: Configuration['auditLogKeys']) => {
  const templates = templatesOf('dev', auditLogKeys === undefined ? {} : { auditLogKeys });
  const functions = Object.values(templates.Api.Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::Function',
  );
  const found = functions.find(({ Properties }) => Properties.FunctionName === `temkin-dev-${name}`);
  if (found === undefined) throw new Error(`there is no ${name}`);
  const { Variables } = found.Properties.Environment as { readonly Variables: Record<string, unknown> };
  const keyIn = (variable: string) =>
    /(Log2?)SigningKey/.exec(JSON.stringify(Variables[variable] ?? null))?.[1];
  return [keyIn('TEMKIN_LOG_SIGNING_KEY'), keyIn('TEMKIN_LOG_NEXT_SIGNING_KEY')];
};

describe('the keys of the logs', () => {
  it.each([
    ['as they are at first', undefined, ['Log', undefined]],
    ['while the key is changed', { use: 'log', next: 'log2' }, ['Log', 'Log2']],
    ['once it was', { use: 'log2' }, ['Log2', undefined]],
  ] as const)('are told to who signs and to who tells them, %s', (_, keys, [inUse, next]) => {
    expect(told('audit-sequencer', keys)).toEqual([inUse, next]);
    expect(told('audit-api', keys)).toEqual([inUse, undefined]);
  });
});
