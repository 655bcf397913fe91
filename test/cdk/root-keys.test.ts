import { describe, expect, it } from 'vitest';
import { STAGES, type Stage } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../cdk/functions.ts';
import {
  ROOT_KEY_NAMES as ROOTS,
  type KeyOperation,
  type Purpose,
  type RootKeyName,
} from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { pascal } from '../../cdk/pascal.ts';
import { effectsOn, isAllowed, listOf, type Call, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

const OPERATIONS: Readonly<Record<KeyOperation, string>> = {
  generate: 'kms:GenerateDataKey',
  unwrap: 'kms:Decrypt',
};
const PURPOSES: readonly (Purpose | 'something-else')[] = [
  'label',
  'subject',
  'digest',
  'phone-index',
  'source-event',
  'request',
  'pseudonym',
  'escrow',
  'registry',
  'registry-index',
  'something-else',
];

/** A policy that is generous enough to show that the key's own is what refuses. */
const EVERYTHING: readonly PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** The encryption context of a tenant key, as KMS hands it to policies. */
const contextOf = (entries: Readonly<Record<string, string>>): NonNullable<Call['context']> => ({
  'kms:EncryptionContextKeys': Object.keys(entries),
  ...Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
  ),
});

const wellFormed = (purpose: string) => contextOf({ tenant: 'ems', purpose, keyId: '2026-01' });

/** What Lambda adds to calls of a function's code. */
const from = (stage: Stage, name: string): NonNullable<Call['context']> => ({
  'lambda:SourceFunctionArn': `arn:aws:lambda:ap-southeast-1:${ACCOUNT}:function:temkin-${stage}-${name}`,
});

describe.each(STAGES)('the root keys of %s', (stage) => {
  const templates = templatesOf(stage);
  const keys = resourcesOf(templates, 'Data', 'AWS::KMS::Key');
  const roles = Object.values(resourcesOf(templates, 'Api', 'AWS::IAM::Role'));
  const roleOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

  const keyOf = (root: RootKeyName) => {
    const found = Object.entries(keys).find(([id]) => id.startsWith(`${pascal(root)}RootKey`));
    if (found === undefined) throw new Error(`no root key ${root}`);
    const [id, { Properties, DeletionPolicy }] = found;
    const { Statement } = Properties.KeyPolicy as { readonly Statement: readonly PolicyStatement[] };
    return {
      arn: `arn:aws:kms:ap-southeast-1:${ACCOUNT}:key/${id}`,
      policy: Statement,
      Properties,
      DeletionPolicy,
    };
  };

  const ownPolicyOf = (name: FunctionName): readonly PolicyStatement[] => {
    const role = roles.find(({ Properties }) => Properties.RoleName === `temkin-${stage}-${name}`);
    const policies = role?.Properties.Policies as readonly {
      readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
    }[];
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };

  const call = (
    principal: string,
    root: RootKeyName,
    action: string,
    context: Call['context'] = {},
  ): Call => ({
    principal,
    action,
    resource: keyOf(root).arn,
    context,
  });

  it('make and open tenant keys for the granted roles and purposes, and for nobody and nothing else', () => {
    let granted = 0;
    for (const name of FUNCTION_NAMES)
      for (const root of ROOTS)
        for (const operation of ['generate', 'unwrap'] as const)
          for (const purpose of PURPOSES) {
            const wanted = (GRANTS[name].rootKeys[root]?.[operation] as readonly string[] | undefined) ?? [];
            const asked = call(roleOf(name), root, OPERATIONS[operation], {
              ...wellFormed(purpose),
              ...from(stage, name),
            });
            const allowed = isAllowed(asked, ownPolicyOf(name), keyOf(root).policy);
            expect(allowed, `${name} ${operation} ${root} ${purpose}`).toBe(wanted.includes(purpose));
            granted += Number(allowed);
          }
    expect(granted).toBeGreaterThan(15);
  });

  it('open nothing for a role that another function runs with, or nobody', () => {
    for (const name of FUNCTION_NAMES)
      for (const context of [from(stage, 'another'), {}])
        expect(
          isAllowed(
            call(roleOf(name), 'main', 'kms:Decrypt', { ...wellFormed('pseudonym'), ...context }),
            ownPolicyOf(name),
            keyOf('main').policy,
          ),
          name,
        ).toBe(false);
  });

  it('refuse a role what its grant does not list even where its own policy allows everything', () => {
    for (const name of FUNCTION_NAMES)
      for (const root of ROOTS)
        for (const operation of ['generate', 'unwrap'] as const)
          for (const purpose of PURPOSES) {
            const wanted = (GRANTS[name].rootKeys[root]?.[operation] as readonly string[] | undefined) ?? [];
            const asked = call(roleOf(name), root, OPERATIONS[operation], wellFormed(purpose));
            const allowed = isAllowed(asked, EVERYTHING, keyOf(root).policy);
            expect(allowed, `${name} ${operation} ${root} ${purpose}`).toBe(wanted.includes(purpose));
          }
  });

  it('deny every use to users, administrators, the account itself, services and other stages', () => {
    const strangers = [
      `arn:aws:iam::${ACCOUNT}:user/somebody`,
      `arn:aws:iam::${ACCOUNT}:role/administrator`,
      `arn:aws:iam::${ACCOUNT}:root`,
      `arn:aws:iam::${ACCOUNT}:role/temkin-other-parcel-api`,
      `arn:aws:iam::444455556666:role/temkin-${stage}-parcel-api`,
      'dynamodb.amazonaws.com',
    ];
    for (const root of ROOTS)
      for (const stranger of strangers)
        for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
          // Not merely unallowed: a line that is added to a policy some day changes nothing.
          expect(
            effectsOn(call(stranger, root, action, wellFormed('label')), keyOf(root).policy),
            `${stranger} ${action} ${root}`,
          ).toContain('Deny');
  });

  it('deny everybody to encrypt, to re-encrypt, to make other data keys and to grant', () => {
    const actions = [
      'kms:CreateGrant',
      'kms:Encrypt',
      'kms:GenerateDataKeyPair',
      'kms:GenerateDataKeyPairWithoutPlaintext',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ];
    for (const root of ROOTS)
      for (const principal of [roleOf('parcel-api'), `arn:aws:iam::${ACCOUNT}:role/administrator`])
        for (const action of actions)
          expect(
            effectsOn(call(principal, root, action, wellFormed('label')), keyOf(root).policy),
            `${principal} ${action} ${root}`,
          ).toContain('Deny');
  });

  it.each([
    ['without a tenant', { purpose: 'label', keyId: '2026-01' }],
    ['without a key id', { tenant: 'ems', purpose: 'label' }],
    ['without a purpose', { tenant: 'ems', keyId: '2026-01' }],
    ['with one word more', { tenant: 'ems', purpose: 'label', keyId: '2026-01', more: 'x' }],
    ['empty', {}],
  ])('refuse an encryption context %s', (_, entries) => {
    for (const own of [ownPolicyOf('parcel-api'), EVERYTHING])
      for (const action of Object.values(OPERATIONS))
        expect(
          isAllowed(
            call(roleOf('parcel-api'), 'main', action, {
              ...contextOf(entries),
              ...from(stage, 'parcel-api'),
            }),
            own,
            keyOf('main').policy,
          ),
        ).toBe(false);
  });

  it('let an administrator disable a key and none use it', () => {
    const administrator = `arn:aws:iam::${ACCOUNT}:role/administrator`;
    for (const root of ROOTS)
      for (const action of ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:DescribeKey'])
        expect(isAllowed(call(administrator, root, action), EVERYTHING, keyOf(root).policy)).toBe(true);
  });

  it('are rotated, die after 30 days at the earliest, and outlive their stack where data is protected', () => {
    for (const root of ROOTS) {
      const { Properties, DeletionPolicy } = keyOf(root);
      expect(Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
      expect(Properties.BypassPolicyLockoutSafetyCheck).toBeUndefined();
      expect(DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
    }
  });

  it('take a second factor for deletion where data is protected', () => {
    const administrator = `arn:aws:iam::${ACCOUNT}:role/administrator`;
    for (const root of ROOTS) {
      const deleting = (context: Call['context']): boolean =>
        isAllowed(
          call(administrator, root, 'kms:ScheduleKeyDeletion', context),
          EVERYTHING,
          keyOf(root).policy,
        );
      expect(deleting({ 'aws:MultiFactorAuthPresent': 'true' })).toBe(true);
      expect(deleting({ 'aws:MultiFactorAuthPresent': 'false' })).toBe(stage === 'dev');
      expect(deleting({})).toBe(stage === 'dev');
    }
  });

  it('name every action that they allow, and allow it to this account', () => {
    const allowing = ROOTS.flatMap((root) => keyOf(root).policy).filter(({ Effect }) => Effect === 'Allow');
    for (const { Action, Principal } of allowing) {
      expect(listOf(Action).filter((action) => action.includes('*'))).toEqual([]);
      expect(Principal).toEqual({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
    }
    expect(allowing.length).toBe(ROOTS.length + 4 * 2);
  });
});
