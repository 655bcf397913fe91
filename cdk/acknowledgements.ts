import type { Stage } from './configuration.ts';

/** A finding of cdk-nag that stays, and why. */
export interface Acknowledgement {
  /** As cdk-nag prints it, with `<stage>` for the stage's name. */
  readonly id: string;
  /** Path of the construct, from the application: `Api/Http`. */
  readonly construct: string;
  readonly stages: readonly Stage[];
  readonly reason: string;
}

const EVERYWHERE: readonly Stage[] = ['dev', 'prod'];

export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG4',
    construct: 'Api/Http',
    stages: EVERYWHERE,
    reason:
      'Functions check signature, issuer, audience, life, scope and role of every token themselves, for several issuers, and put refusals on record; an authorizer could do none of the latter.',
  },
  {
    id: 'AwsSolutions-CFR1',
    construct: 'Api/Distribution',
    stages: EVERYWHERE,
    reason: 'Order systems call from wherever they are hosted; a country is not what authorizes a request.',
  },
  {
    id: 'AwsSolutions-CFR3',
    construct: 'Api/Distribution',
    stages: EVERYWHERE,
    reason:
      'Access logs of CloudFront hold addresses of people and paths. What happened to parcels is in the audit log, and the API logs status and latency.',
  },
  {
    id: 'AwsSolutions-CFR4',
    construct: 'Api/Distribution',
    stages: ['dev'],
    reason:
      "Without a domain of its own a distribution answers with CloudFront's certificate, whose protocol cannot be chosen. A stage with a domain demands TLS 1.2.",
  },
  {
    id: 'AwsSolutions-SMG4',
    construct: 'Api/OriginSecret',
    stages: EVERYWHERE,
    reason:
      'Functions must learn a new secret before CloudFront sends it. A deployment keeps this order, a rotation schedule does not: the generation is counted up.',
  },
  {
    id: 'AwsSolutions-S1',
    construct: 'Data/LogBucket',
    stages: EVERYWHERE,
    reason:
      'Access logs would be a second log beside the log, of which nothing can be proved. Who may write is one role, and what it wrote anybody with a key of the log can verify.',
  },
  {
    id: 'AwsSolutions-S1',
    construct: 'Data/RegistryBucket',
    stages: EVERYWHERE,
    reason:
      'Access logs would say when whose image was looked at, outside the audit log. Every image is sealed under a key of its own, and every opening of one is an event.',
  },
  ...['SubscriberImagesApi', 'SubscriberVerificationApi', 'SubscriberDue'].map((name): Acknowledgement => ({
    id: 'AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttRegistryBucket37EB318DArn707F3B68/images/*]',
    construct: `Api/${name}Role`,
    stages: EVERYWHERE,
    reason: 'Images of the registry are named by companies and at random.',
  })),
  ...['AuditSequencer', 'AuditIndexer', 'AuditReconciler', 'AuditApi', 'RecipientApi'].map(
    (name): Acknowledgement => ({
      id: 'AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttLogBucketCC3B17E8ArnDA9C6709/*]',
      construct: `Api/${name}Role`,
      stages: EVERYWHERE,
      reason: 'The objects of the bucket of logs are named by companies, years and sizes.',
    }),
  ),
  ...['*/staging/*', '*/tile/*.p/*'].map((names): Acknowledgement => ({
    id: `AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttLogBucketCC3B17E8ArnDA9C6709/${names}]`,
    construct: 'Api/AuditSequencerRole',
    stages: EVERYWHERE,
    reason:
      'Stages and partial tiles of logs, in every company’s and year’s: the only objects that may be deleted.',
  })),
  {
    id: 'AwsSolutions-SQS3',
    construct: 'Api/Failures',
    stages: EVERYWHERE,
    reason: 'It is where a stream puts what failed: nothing reads from it but people, whom an alarm calls.',
  },
  {
    id: 'AwsSolutions-SF1',
    construct: 'Api/RegistrySweep',
    stages: EVERYWHERE,
    reason:
      'How far a sweep is stands in its own table, and that there was one in the audit log; the machine hands out numbers of parts.',
  },
  {
    id: 'AwsSolutions-SF2',
    construct: 'Api/RegistrySweep',
    stages: EVERYWHERE,
    reason: 'Nothing is traced: a trace would be a second record beside the audit log.',
  },
  ...[':*', '/Segments:*', '/Buckets:*'].map((those): Acknowledgement => ({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:temkin-<stage>-registry-sweep${those}]`,
    construct: 'Api/RegistrySweepRole',
    stages: EVERYWHERE,
    reason:
      'A distributed map has executions of its own machine begin, under names that it makes up, and looks at them.',
  })),
  ...['SubscriberSweep', 'RegistryApi'].map((name): Acknowledgement => ({
    id: 'AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttRegistryBucket37EB318DArn707F3B68/sweeps/*]',
    construct: `Api/${name}Role`,
    stages: EVERYWHERE,
    reason: 'Facts and hits of sweeps are named by companies, sweeps and parts.',
  })),
  ...['RegistryApi', 'SubscriberImport'].map((name): Acknowledgement => ({
    id: 'AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttRegistryBucket37EB318DArn707F3B68/uploads/*]',
    construct: `Api/${name}Role`,
    stages: EVERYWHERE,
    reason: 'Parts of imports are named by companies, imports and numbers.',
  })),
  ...['RegistryApi', 'SubscriberExport'].map((name): Acknowledgement => ({
    id: 'AwsSolutions-IAM5[Resource::temkin-<stage>-data:ExportsOutputFnGetAttRegistryBucket37EB318DArn707F3B68/exports/*]',
    construct: `Api/${name}Role`,
    stages: EVERYWHERE,
    reason: 'Parts of exports are named by companies, exports and numbers.',
  })),
];

/** A wildcard in what a policy allows, and why it stays. */
export interface Wildcard {
  readonly stack: 'Api' | 'Edge' | 'EdgeWatch';
  /** The action, resource or managed policy that has it, as `<service>:<resource>`. */
  readonly pattern: string;
  readonly reason: string;
}

/**
 * Those of ours are of objects in a bucket, and of executions of one machine. All others are of the providers by which CDK tells a stack of one region what a stack of another made: the API the ARN of the
 * web ACL, and the watch over the edge the id of the distribution. They run at deployments only. In the policy of a key, `*`
 * as the resource is the key itself.
 */
export const WILDCARDS: readonly Wildcard[] = [
  {
    stack: 'Edge',
    pattern: 'iam:policy/service-role/AWSLambdaBasicExecutionRole',
    reason: 'Lets the provider write its log.',
  },
  {
    stack: 'Edge',
    pattern: 'ssm:parameter/cdk/exports/*',
    reason: 'Lets it write what is exported, under names that CDK makes up.',
  },
  {
    stack: 'Api',
    pattern: 'iam:policy/service-role/AWSLambdaBasicExecutionRole',
    reason: 'Lets the provider write its log.',
  },
  {
    stack: 'Api',
    pattern: 's3:LogBucket/*',
    reason: 'The objects of the bucket of logs are named by companies, years and sizes.',
  },
  {
    stack: 'Api',
    pattern: 's3:RegistryBucket/images/*',
    reason: 'Images of the registry are named by companies and at random.',
  },
  {
    stack: 'Api',
    pattern: 's3:LogBucket/*/staging/*',
    reason: 'Stages of logs, in every company’s and year’s, which may be deleted.',
  },
  {
    stack: 'Api',
    pattern: 's3:LogBucket/*/tile/*.p/*',
    reason: 'Partial tiles of logs, which may be deleted too; nothing else may.',
  },
  {
    stack: 'Api',
    pattern: 's3:RegistryBucket/sweeps/*',
    reason: 'What sweeps hand on and find, of any company.',
  },
  {
    stack: 'Api',
    pattern: 's3:RegistryBucket/uploads/*',
    reason: 'Parts of imports, of any company.',
  },
  {
    stack: 'Api',
    pattern: 's3:RegistryBucket/exports/*',
    reason: 'Parts of exports, of any company.',
  },
  ...[':*', '/Segments:*', '/Buckets:*'].map((those): Wildcard => ({
    stack: 'Api',
    pattern: `states:execution:temkin-<stage>-registry-sweep${those}`,
    reason: 'Lets a distributed map look at the executions of its own machine.',
  })),
  {
    stack: 'Api',
    pattern: 'ssm:parameter/cdk/exports/temkin-<stage>-api/*',
    reason: 'Lets it read what was exported to this stack.',
  },
  {
    stack: 'Api',
    pattern: 'ssm:parameter/cdk/exports/*',
    reason: 'Lets the other provider write what is exported, under names that CDK makes up.',
  },
  {
    stack: 'EdgeWatch',
    pattern: 'iam:policy/service-role/AWSLambdaBasicExecutionRole',
    reason: 'Lets the provider write its log.',
  },
  {
    stack: 'EdgeWatch',
    pattern: 'ssm:parameter/cdk/exports/temkin-<stage>-edge-watch/*',
    reason: 'Lets it read what was exported to this stack.',
  },
];
