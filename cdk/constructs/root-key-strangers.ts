import { Stack } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { RootKeyName, SigningKind } from '../grant.ts';
import { signersWith, trustedBy } from '../key-policies.ts';
import type { FunctionName } from '../functions.ts';
import { principalsOf } from '../names.ts';
import type { Symptom } from '../symptoms.ts';
import { reportedCalls } from './reported-calls.ts';

/** Uses of a key, and changes of it or of its grants, as CloudTrail names them. */
const CALLS = [
  'CancelKeyDeletion',
  'CreateGrant',
  'Decrypt',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'PutKeyPolicy',
  'ReEncrypt',
  'RetireGrant',
  'RevokeGrant',
  'ScheduleKeyDeletion',
  'Sign',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
];

const byRole = (arn: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } } });

interface WatchedKey {
  readonly stage: Stage;
  readonly key: IKey;
  readonly topic: ITopic;
}

const keyStrangers = (
  scope: Construct,
  id: string,
  {
    stage,
    key,
    topic,
    symptom,
    of,
    trusted,
  }: WatchedKey & {
    readonly symptom: Symptom;
    readonly of: string;
    readonly trusted: readonly FunctionName[];
  },
): CfnRule => {
  const { roleOf } = principalsOf(Stack.of(scope), stage);
  return reportedCalls(scope, id, {
    stage,
    symptom,
    of,
    service: 'kms',
    detail: {
      eventName: CALLS,
      resources: { ARN: [key.keyArn] },
      // Users and services have no role.
      $or: [byRole({ 'anything-but': trusted.map(roleOf) }), byRole({ exists: false })],
    },
    topic,
  });
};

/**
 * Tells whoever is on call of every call on a root key, allowed or denied, that was made by none of the roles which hold
 * this very key: a holder of the other one is a stranger here.
 */
export const rootKeyStrangers = (
  scope: Construct,
  id: string,
  { name, ...watched }: WatchedKey & { readonly name: RootKeyName },
): CfnRule =>
  keyStrangers(scope, id, { ...watched, symptom: 'root-key-stranger', of: name, trusted: trustedBy(name) });

/** The same of a key that signs. */
export const signingKeyStrangers = (
  scope: Construct,
  id: string,
  { name, kind, ...watched }: WatchedKey & { readonly name: string; readonly kind: SigningKind },
): CfnRule =>
  keyStrangers(scope, id, {
    ...watched,
    symptom: 'signing-key-stranger',
    of: name,
    trusted: signersWith(kind),
  });
