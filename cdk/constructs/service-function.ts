import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import type { Configuration } from '../configuration.ts';
import { FUNCTIONS, type FunctionName } from '../functions.ts';
import { ROOT_KEY_NAMES, type RootKeyName, type SigningKind } from '../grant.ts';
import { GRANTS } from '../grants.ts';
import { prefixOf } from '../names.ts';
import { fromItsFunctionAlone, functionPolicy, type Arns } from '../policies.ts';
import { policyDocument } from './policy-document.ts';

/** What functions of one deployment share. */
export interface FunctionSurroundings {
  readonly configuration: Configuration;
  /** The folder that `npm run bundle` fills: `<function>/index.mjs` each. */
  readonly bundles: string;
  readonly arns: Omit<Arns, 'logGroup'>;
  /** Encrypts the environment at rest. */
  readonly environmentKey: IKey;
}

/** The variable that tells a function the ARN of a root key: `TEMKIN_REGISTRY_INDEX_ROOT_KEY`. */
export const rootKeyVariable = (name: RootKeyName): string =>
  `TEMKIN_${name.replaceAll('-', '_').toUpperCase()}_ROOT_KEY`;

/** A function and its log. */
export interface ServiceFunction {
  readonly name: FunctionName;
  readonly lambda: Function;
  readonly logGroup: LogGroup;
}

/**
 * A deployed function as functions.ts describes it, with the rights of grants.ts and no others. It is told the names of
 * what it may touch. Nothing traces it: a trace would carry addresses of requests.
 */
export const serviceFunction = (
  scope: Construct,
  id: string,
  options: FunctionSurroundings & {
    readonly name: FunctionName;
    readonly environment?: Readonly<Record<string, string>>;
  },
): ServiceFunction => {
  const { name, configuration, bundles, arns, environmentKey, environment = {} } = options;
  const { stage, logRetentionDays, protectsData, reservedConcurrency } = configuration;
  const { does, memoryMegabytes, timeoutSeconds } = FUNCTIONS[name];
  const { tables, rootKeys, signs = [], verifies = [], buckets = {} } = GRANTS[name];
  const told = (kind: SigningKind): readonly string[] =>
    [...signs, ...verifies].includes(kind) ? arns.signingKeys(kind) : [];
  const [bundleKey] = told('bundle');
  const [logKey, nextLogKey] = told('log');
  const [callKey] = told('call');
  const functionName = `${prefixOf(stage)}${name}`;
  const { partition, region, account } = Stack.of(scope);
  // The role comes before the function, so it knows it by its name.
  const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;

  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `/temkin/${stage}/${name}`,
    retention: logRetentionDays,
    removalPolicy: protectsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${id}Role`, {
    roleName: functionName,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      grants: policyDocument([
        ...functionPolicy(GRANTS[name], { ...arns, logGroup: logGroup.logGroupArn }),
        ...fromItsFunctionAlone(GRANTS[name], { ...arns, lambda: functionArn }),
      ]),
    },
  });
  const reserved: Readonly<Partial<Record<FunctionName, number>>> = reservedConcurrency;
  const lambda = new Function(scope, id, {
    functionName,
    description: does,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(join(bundles, name)),
    memorySize: memoryMegabytes,
    timeout: Duration.seconds(timeoutSeconds),
    // A statement that some construct adds would be a right that grants.ts does not list.
    role: role.withoutPolicyUpdates(),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.DISABLED,
    environmentEncryption: environmentKey,
    environment: {
      ...(Object.keys(tables).length > 0 && { TEMKIN_TABLE_PREFIX: prefixOf(stage) }),
      ...Object.fromEntries(
        ROOT_KEY_NAMES.filter((root) => rootKeys[root] !== undefined).map((root) => [
          rootKeyVariable(root),
          arns.rootKey(root),
        ]),
      ),
      ...(bundleKey !== undefined && { TEMKIN_BUNDLE_SIGNING_KEY: bundleKey }),
      ...(logKey !== undefined && { TEMKIN_LOG_SIGNING_KEY: logKey }),
      ...(nextLogKey !== undefined && signs.includes('log') && { TEMKIN_LOG_NEXT_SIGNING_KEY: nextLogKey }),
      ...(callKey !== undefined && { TEMKIN_CALL_SIGNING_KEY: callKey }),
      ...(buckets.registry !== undefined && { TEMKIN_REGISTRY_BUCKET: arns.bucketName('registry') }),
      ...environment,
    },
    ...(reserved[name] !== undefined && { reservedConcurrentExecutions: reserved[name] }),
  });
  return { name, lambda, logGroup };
};
