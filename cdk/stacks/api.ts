import { Duration, Stack, type App } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Configuration } from '../configuration.ts';
import { callNetworkAccounts } from '../constructs/call-network-accounts.ts';
import { citizenGateways } from '../constructs/citizen-gateways.ts';
import { companyAccounts } from '../constructs/company-accounts.ts';
import { distribution } from '../constructs/distribution.ts';
import { headStream } from '../constructs/head-stream.ts';
import { httpFront } from '../constructs/http-front.ts';
import { noticeSecret } from '../constructs/notice-secret.ts';
import { originSecrets } from '../constructs/origin-secrets.ts';
import { outboxStream } from '../constructs/outbox-stream.ts';
import { registrySweep } from '../constructs/registry-sweep.ts';
import { outputs } from '../constructs/outputs.ts';
import { parcelStream } from '../constructs/parcel-stream.ts';
import { serviceFunction, type ServiceFunction } from '../constructs/service-function.ts';
import { serviceKey, serviceName } from '../constructs/service-key.ts';
import { signIn, trustedIssuers } from '../constructs/sign-in.ts';
import type { FunctionName } from '../functions.ts';
import type { StateMachineName } from '../grant.ts';
import { prefixOf, stateMachineArn } from '../names.ts';
import { pascal } from '../pascal.ts';
import type { Data } from './data.ts';
import { isElsewhere, type Edge } from './edge.ts';

/** What runs. */
export interface Api {
  readonly stack: Stack;
  readonly http: HttpApi;
  readonly accessLog: LogGroup;
  readonly entrance: Distribution;
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  /** What the reconciler could not work off. */
  readonly failures: Queue;
  /** Hands out the parts of sweeps. */
  readonly sweeps: IStateMachine;
}

/**
 * Host and path that the origins of logs begin with, which must never change. Where a deployment has no domain of its own
 * the host leads nowhere: CloudFront's name is another after every new distribution, and known after the functions alone.
 */
const logPrefix = ({ stage, domain }: Configuration): string =>
  `${domain?.name ?? `temkin-${stage}.invalid`}/v1/audit/log`;

/** Below which certificates are served. As of logs, without a domain of its own the host leads nowhere. */
const publicOrigin = ({ stage, domain }: Configuration): string =>
  `https://${domain?.name ?? `temkin-${stage}.invalid`}`;

/** Functions, the HTTP API, Cognito and CloudFront. */
export const apiStack = (
  app: App,
  {
    configuration,
    bundles,
    data,
    edge,
  }: {
    readonly configuration: Configuration;
    readonly bundles: string;
    readonly data: Data;
    readonly edge: Edge;
  },
): Api => {
  const { stage, account, region } = configuration;
  const stack = new Stack(app, 'Api', {
    stackName: `${prefixOf(stage)}api`,
    description: `Temkin ${stage}: functions, HTTP API, sign-in`,
    env: { account, region },
    crossRegionReferences: isElsewhere(configuration),
  });
  const environmentKey = serviceKey(stack, 'EnvironmentKey', {
    description: 'environments of functions, and secrets',
    stage,
    isProtected: false,
    services: ['lambda', 'secretsmanager'],
  });
  const failures = new Queue(stack, 'Failures', {
    queueName: `${prefixOf(stage)}reconciler-failures`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const surroundings = {
    configuration,
    bundles,
    environmentKey,
    arns: {
      table: (name: keyof Data['tables']) => data.tables[name].tableArn,
      stream: (name: keyof Data['tables']) => data.tables[name].tableStreamArn ?? '',
      tableKey: (owner: string) => data.tableKeys[owner]?.keyArn ?? '',
      rootKey: (name: keyof Data['rootKeys']) => data.rootKeys[name].keyArn,
      signingKeys: (kind: keyof Data['signingKeys']) => data.signingKeys[kind].map(({ key }) => key.keyArn),
      bucket: (name: keyof Data['buckets']) => data.buckets[name].bucket.bucketArn,
      bucketName: (name: keyof Data['buckets']) => data.buckets[name].bucket.bucketName,
      bucketKey: (name: keyof Data['buckets']) => data.buckets[name].key.keyArn,
      failures: failures.queueArn,
      stateMachine: (name: StateMachineName) => stateMachineArn(stage, name),
      tableService: serviceName(stack, 'dynamodb'),
      bucketService: serviceName(stack, 's3'),
    },
  };
  const make = (name: FunctionName, environment: Readonly<Record<string, string>> = {}): ServiceFunction =>
    serviceFunction(stack, pascal(name), { ...surroundings, name, environment });

  const accessToken = make('access-token');
  const people = signIn(stack, 'SignIn', { configuration, trigger: accessToken.lambda });
  const secrets = originSecrets(stack, 'OriginSecret', { configuration, key: environmentKey });
  const answering = {
    TEMKIN_ISSUERS: trustedIssuers(stack, { configuration, signIn: people }),
    TEMKIN_ORIGIN_SECRETS: secrets.accepted,
  };
  const reading = { TEMKIN_LOG_BUCKET: data.buckets.log.bucket.bucketName };
  const naming = { TEMKIN_LOG_PREFIX: logPrefix(configuration) };
  const calling = {
    TEMKIN_CALL_NETWORKS: callNetworkAccounts(stack, { configuration, key: environmentKey }),
  };
  const sending = {
    TEMKIN_ORIGIN_SECRETS: secrets.accepted,
    TEMKIN_NOTICE_URL: configuration.noticeGateway.url,
    TEMKIN_NOTICE_SECRET: noticeSecret(stack, 'NoticeSecret', { configuration, key: environmentKey }),
  };
  const telling = {
    TEMKIN_NOTICE_URL: sending.TEMKIN_NOTICE_URL,
    TEMKIN_NOTICE_SECRET: sending.TEMKIN_NOTICE_SECRET,
    TEMKIN_REGISTRY_SYSTEMS: companyAccounts(stack, {
      kind: 'registry',
      stage,
      key: environmentKey,
      accounts: configuration.registrySystems,
    }),
  };
  const verifying = {
    TEMKIN_IDENTITY_SOURCES: companyAccounts(stack, {
      kind: 'identity',
      stage,
      key: environmentKey,
      accounts: configuration.identitySources,
    }),
  };
  const answerers = {
    'parcel-api': make('parcel-api', answering),
    'custody-api': make('custody-api', answering),
    'parcel-escrow': make('parcel-escrow', answering),
    'recipient-api': make('recipient-api', {
      ...reading,
      ...sending,
    }),
    'caller-check-api': make('caller-check-api', {
      ...sending,
      TEMKIN_CITIZEN_GATEWAYS: citizenGateways(stack, { configuration, key: environmentKey }),
    }),
    'subject-api': make('subject-api', answering),
    'privacy-api': make('privacy-api', answering),
    'caller-id-api': make('caller-id-api', { ...answering, ...calling }),
    'subscriber-rights-api': make('subscriber-rights-api', { ...answering, ...sending }),
    'subscriber-api': make('subscriber-api', answering),
    'subscriber-images-api': make('subscriber-images-api', answering),
    'subscriber-verification-api': make('subscriber-verification-api', {
      ...answering,
      ...sending,
      ...verifying,
    }),
    'registry-api': make('registry-api', {
      ...answering,
      TEMKIN_REGISTRY_SWEEP_MACHINE: stateMachineArn(stage, 'registry-sweep'),
    }),
    'label-api': make('label-api', answering),
    'access-api': make('access-api', answering),
    'audit-api': make('audit-api', { ...answering, ...reading, ...naming }),
    'webhook-api': make('webhook-api', answering),
    'stir-api': make('stir-api', {
      ...answering,
      TEMKIN_CALL_SIGNING: JSON.stringify({
        origin: publicOrigin(configuration),
        ...configuration.callSigning,
      }),
    }),
  };
  const front = httpFront(stack, 'Http', { configuration, functions: Object.values(answerers) });
  const entrance = distribution(stack, 'Distribution', {
    configuration,
    origin: { host: front.host, secret: secrets.current },
    webAclArn: edge.webAclArn,
  });
  // CloudFront must not show a secret before the functions believe it.
  entrance.node.addDependency(...Object.values(answerers).map(({ lambda }) => lambda));
  const apiHost = configuration.domain?.name ?? entrance.distributionDomainName;

  const functions = {
    ...answerers,
    // A thread for every name that is looked up at the same time: a receiver whose DNS hangs keeps no other waiting.
    'webhook-sender': make('webhook-sender', { UV_THREADPOOL_SIZE: '64' }),
    'call-sweeper': make('call-sweeper', calling),
    'subscriber-due': make('subscriber-due', { ...telling, ...verifying }),
    'subscriber-indexer': make('subscriber-indexer'),
    'subscriber-import': make('subscriber-import'),
    'subscriber-export': make('subscriber-export'),
    'parcel-shredder': make('parcel-shredder'),
    'subscriber-sweep': make('subscriber-sweep'),
    'audit-reconciler': make('audit-reconciler', reading),
    'audit-sequencer': make('audit-sequencer', {
      ...reading,
      ...naming,
      ...(configuration.auditLogLockDays !== undefined && {
        TEMKIN_LOG_LOCK_DAYS: String(configuration.auditLogLockDays),
      }),
      ...(configuration.auditLogWitnesses !== undefined && {
        TEMKIN_LOG_WITNESSES: JSON.stringify(configuration.auditLogWitnesses),
      }),
    }),
    'audit-indexer': make('audit-indexer', reading),
    'access-token': accessToken,
  };

  parcelStream(stack, 'ParcelStream', {
    table: data.tables.parcels,
    target: functions['audit-reconciler'].lambda,
    failures,
  });
  outboxStream(stack, 'OutboxStream', {
    table: data.tables.outbox,
    target: functions['audit-sequencer'].lambda,
  });
  headStream(stack, 'HeadStream', {
    table: data.tables['log-heads'],
    target: functions['audit-indexer'].lambda,
  });
  const hourly = new Rule(stack, 'EveryHour', {
    ruleName: `${prefixOf(stage)}shred-every-hour`,
    schedule: Schedule.rate(Duration.hours(1)),
  });
  hourly.addTarget(new LambdaFunction(functions['parcel-shredder'].lambda));
  const minutely = new Rule(stack, 'EveryMinute', {
    ruleName: `${prefixOf(stage)}webhooks-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  minutely.addTarget(new LambdaFunction(functions['webhook-sender'].lambda));
  const sweeping = new Rule(stack, 'SweepCallsEveryMinute', {
    ruleName: `${prefixOf(stage)}calls-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  sweeping.addTarget(new LambdaFunction(functions['call-sweeper'].lambda));
  const working = new Rule(stack, 'WorkOffRegistryEveryMinute', {
    ruleName: `${prefixOf(stage)}registry-due-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  working.addTarget(new LambdaFunction(functions['subscriber-due'].lambda));
  const indexingPeople = new Rule(stack, 'IndexRegistryEveryMinute', {
    ruleName: `${prefixOf(stage)}registry-index-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  indexingPeople.addTarget(new LambdaFunction(functions['subscriber-indexer'].lambda));
  const importing = new Rule(stack, 'ImportEveryMinute', {
    ruleName: `${prefixOf(stage)}registry-import-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  importing.addTarget(new LambdaFunction(functions['subscriber-import'].lambda));
  const exporting = new Rule(stack, 'ExportEveryMinute', {
    ruleName: `${prefixOf(stage)}registry-export-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  exporting.addTarget(new LambdaFunction(functions['subscriber-export'].lambda));
  const backstop = new Rule(stack, 'SequenceEveryMinute', {
    ruleName: `${prefixOf(stage)}sequence-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  backstop.addTarget(new LambdaFunction(functions['audit-sequencer'].lambda));
  const indexing = new Rule(stack, 'IndexEveryMinute', {
    ruleName: `${prefixOf(stage)}index-every-minute`,
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  indexing.addTarget(new LambdaFunction(functions['audit-indexer'].lambda));

  const sweeps = registrySweep(stack, 'RegistrySweep', {
    stage,
    worker: functions['subscriber-sweep'].lambda,
  });

  outputs(stack, {
    ApiHost: apiHost,
    DistributionHost: entrance.distributionDomainName,
    ...(front.target !== undefined && { OriginTarget: front.target }),
    UserPoolId: people.pool.userPoolId,
    ...Object.fromEntries(
      Object.entries(people.clients).map(([name, { userPoolClientId }]) => [
        `${pascal(name)}ClientId`,
        userPoolClientId,
      ]),
    ),
  });
  return { stack, http: front.api, accessLog: front.accessLog, entrance, functions, failures, sweeps };
};
