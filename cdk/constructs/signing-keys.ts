import type { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Configuration, SigningKeyNames } from '../configuration.ts';
import type { SigningKind } from '../grant.ts';
import { pascal } from '../pascal.ts';
import { outputs } from './outputs.ts';
import { signingKey } from './signing-key.ts';

/** A key, by its name: `log2`. */
export interface NamedKey {
  readonly name: string;
  readonly key: IKey;
}

/** The keys that sign, by what: the one in use first, after it the next, where there is one. */
export type SigningKeys = Readonly<Record<SigningKind, readonly NamedKey[]>>;

/**
 * The keys that a deployment is configured with, and an output of each key's ARN. A key has a name, an alias and an export of
 * its own, so that another takes its place beside it and nothing has to be replaced. One that is idle no stack is told of; it
 * stays exported, for the stacks of the deployment before import it until they are deployed themselves.
 */
export const signingKeys = (
  stack: Stack,
  { stage, protectsData: isProtected, bundleKeys, auditLogKeys, callKeys }: Configuration,
): SigningKeys => {
  const make = (kind: SigningKind, name: string): NamedKey => {
    const key = signingKey(stack, `${pascal(name)}SigningKey`, { kind, name, stage, isProtected });
    outputs(stack, { [`${pascal(name)}SigningKeyArn`]: key.keyArn });
    return { name, key };
  };
  const keysOf = (kind: SigningKind, { use, next, idle = [] }: SigningKeyNames): readonly NamedKey[] => {
    for (const name of idle) stack.exportValue(make(kind, name).key.keyArn);
    return [use, ...(next === undefined ? [] : [next])].map((name) => make(kind, name));
  };
  return {
    bundle: keysOf('bundle', bundleKeys),
    log: keysOf('log', auditLogKeys),
    call: keysOf('call', callKeys),
  };
};
