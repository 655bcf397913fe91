import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { SigningKind } from '../grant.ts';
import { signingKeyPolicy } from '../key-policies.ts';
import { prefixOf, principalsOf } from '../names.ts';
import { policyDocument } from './policy-document.ts';

const KEY_SPECS: Readonly<Record<SigningKind, KeySpec>> = {
  bundle: KeySpec.ECC_NIST_EDWARDS25519,
  log: KeySpec.ECC_NIST_EDWARDS25519,
  call: KeySpec.ECC_NIST_P256,
};

/**
 * A key that signs for the outside world (Ed25519, calls by P-256), by the named roles alone. KMS rotates no such key: another one takes its
 * place (docs/operations.md), and what this one signed stays verifiable to whoever keeps its public half.
 */
export const signingKey = (
  scope: Construct,
  id: string,
  {
    kind,
    name,
    stage,
    isProtected,
  }: {
    readonly kind: SigningKind;
    readonly name: string;
    readonly stage: Stage;
    readonly isProtected: boolean;
  },
): Key =>
  new Key(scope, id, {
    description: `Temkin ${stage}: signing key "${name}"`,
    alias: `${prefixOf(stage)}${name}-signing`,
    keySpec: KEY_SPECS[kind],
    keyUsage: KeyUsage.SIGN_VERIFY,
    policy: policyDocument(signingKeyPolicy(kind, principalsOf(Stack.of(scope), stage), isProtected)),
    pendingWindow: Duration.days(30),
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
