import { FUNCTION_NAMES, type FunctionName } from './functions.ts';
import type { KeyOperation, Purpose, RootKeyName, SigningKind } from './grant.ts';
import { GRANTS } from './grants.ts';
import { pascal } from './pascal.ts';
import { CONTEXT_CONDITION, ROOT_KEY_ACTIONS, signingCondition, type Statement } from './policies.ts';

/** In a key policy, the key itself. */
const THIS_KEY = ['*'];

/** What keeps a key without using it. Nobody may switch its rotation off. */
const ADMINISTRATION = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`);

/** What a symmetric key can be used for (AWS KMS, "Key type reference"). */
const USES = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
].map((action) => `kms:${action}`);

/** The ARNs that a key policy speaks of. */
export interface Principals {
  /** `arn:aws:iam::<account>:root`: whoever the account's own policies allow it. */
  readonly account: string;
  readonly roleOf: (name: FunctionName) => string;
}

const administration = ({ account }: Principals): Statement => ({
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: { AWS: account },
  Action: ADMINISTRATION,
  Resource: THIS_KEY,
});

const deny = (
  Sid: string,
  Action: readonly string[],
  Condition?: NonNullable<Statement['Condition']>,
): Statement => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource: THIS_KEY,
  ...(Condition !== undefined && { Condition }),
});

const withSecondFactor = (Sid: string, actions: readonly string[]): Statement =>
  deny(Sid, actions, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } });

const secondFactor = (isProtected: boolean): readonly Statement[] =>
  isProtected ? [withSecondFactor('DeletionWithSecondFactor', ['kms:ScheduleKeyDeletion'])] : [];

/**
 * To disable a key takes a second factor too, not to delete it alone. Root and signing keys must be disabled in a hurry where
 * somebody else can use them; what the key of the logs encrypts has no names, and is lost without it.
 */
export const END_WITH_SECOND_FACTOR: Statement = withSecondFactor('EndWithSecondFactor', [
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
]);

/** Who may do an operation with a root key, and for which purposes. */
const holdersOf = (root: RootKeyName, operation: KeyOperation) =>
  FUNCTION_NAMES.flatMap((name): { readonly name: FunctionName; readonly purposes: readonly Purpose[] }[] => {
    const purposes = GRANTS[name].rootKeys[root]?.[operation];
    return purposes === undefined ? [] : [{ name, purposes }];
  });

/** The functions whose roles a root key trusts, whatever for. */
export const trustedBy = (root: RootKeyName): readonly FunctionName[] =>
  FUNCTION_NAMES.filter((name) => GRANTS[name].rootKeys[root] !== undefined);

const operationStatements = (
  root: RootKeyName,
  operation: KeyOperation,
  { account, roleOf }: Principals,
): readonly Statement[] => {
  const holders = holdersOf(root, operation);
  const roles = holders.map(({ name }) => roleOf(name));
  const action = [ROOT_KEY_ACTIONS[operation]];
  const sid = pascal(operation);
  if (holders.length === 0) return [];
  return [
    {
      Sid: `${sid}ByRole`,
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: action,
      Resource: THIS_KEY,
      Condition: { StringEquals: { 'aws:PrincipalArn': roles }, ...CONTEXT_CONDITION },
    },
    deny(`${sid}ByNobodyElse`, action, { StringNotEquals: { 'aws:PrincipalArn': roles } }),
    ...holders.map(({ name, purposes }) =>
      deny(`${sid}By${pascal(name)}ForNothingElse`, action, {
        StringEquals: { 'aws:PrincipalArn': roleOf(name) },
        StringNotEquals: { 'kms:EncryptionContext:purpose': purposes },
      }),
    ),
  ];
};

/**
 * The policy of a root key. What the roles may do must be granted twice, here and in their own policies; what they may
 * not is denied here, so that no policy elsewhere in the account can allow it. A grant would bypass all of this: nobody
 * may make one.
 *
 * @param isProtected whether deleting the key takes a second factor. CloudFormation has none, so it cannot.
 */
export const rootKeyPolicy = (
  root: RootKeyName,
  principals: Principals,
  isProtected: boolean,
): readonly Statement[] => {
  const operations = (Object.keys(ROOT_KEY_ACTIONS) as KeyOperation[]).filter(
    (operation) => holdersOf(root, operation).length > 0,
  );
  const used = new Set(operations.map((operation) => ROOT_KEY_ACTIONS[operation]));
  return [
    administration(principals),
    ...operations.flatMap((operation) => operationStatements(root, operation, principals)),
    deny('NothingElseByAnybody', [...USES.filter((use) => !used.has(use)), 'kms:CreateGrant']),
    ...secondFactor(isProtected),
  ];
};

/** The functions that sign with keys of a kind. */
export const signersWith = (kind: SigningKind): readonly FunctionName[] =>
  FUNCTION_NAMES.filter((one) => GRANTS[one].signs?.includes(kind) === true);

/** The functions that may tell the public half of a key of a kind. */
const tellersOf = (kind: SigningKind): readonly FunctionName[] =>
  FUNCTION_NAMES.filter((one) => GRANTS[one].verifies?.includes(kind) === true);

/**
 * The policy of a signing key: the named roles sign with it, by one algorithm, and nobody else does, whatever the account's
 * other policies say. Its public half is no secret. It is the same for every key of a kind, in use or not, and the
 * roles' own policies say which they may use: a key that is lost must not stand in the way of the deployment that replaces it.
 *
 * @param isProtected whether deleting the key takes a second factor. CloudFormation has none, so it cannot.
 */
export const signingKeyPolicy = (
  kind: SigningKind,
  principals: Principals,
  isProtected: boolean,
): readonly Statement[] => {
  const { account, roleOf } = principals;
  const roles = signersWith(kind).map(roleOf);
  const tellers = [...roles, ...tellersOf(kind).map(roleOf)];
  return [
    administration(principals),
    {
      Sid: 'SignByRole',
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: ['kms:Sign'],
      Resource: THIS_KEY,
      Condition: { StringEquals: { 'aws:PrincipalArn': roles, ...signingCondition(kind).StringEquals } },
    },
    {
      Sid: 'PublicKeyByRole',
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: ['kms:GetPublicKey'],
      Resource: THIS_KEY,
      Condition: { StringEquals: { 'aws:PrincipalArn': tellers } },
    },
    deny('SignByNobodyElse', ['kms:Sign'], { StringNotEquals: { 'aws:PrincipalArn': roles } }),
    deny('NothingElseByAnybody', ['kms:CreateGrant']),
    ...secondFactor(isProtected),
  ];
};

/**
 * The policy of a key that AWS services use for us, for whoever may use what it encrypts and through that service alone.
 *
 * @param services as `kms:ViaService` names them: `dynamodb.<region>.amazonaws.com`
 */
export const serviceKeyPolicy = (
  services: readonly string[],
  principals: Principals,
): readonly Statement[] => [
  administration(principals),
  {
    Sid: 'UseThroughServices',
    Effect: 'Allow',
    Principal: { AWS: principals.account },
    Action: [...USES.filter((use) => !use.includes('KeyPair')), 'kms:CreateGrant'],
    Resource: THIS_KEY,
    Condition: { StringEquals: { 'kms:ViaService': services } },
  },
];
