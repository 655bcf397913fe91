import { describe, expect, it } from 'vitest';
import { readConfiguration, STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../../cdk/functions.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { resolved, resourcesOf } from './resolved-templates.ts';
import { templatesOf, type Resource, type StackName } from './synthesized.ts';

const LONGEST_ANSWER_SECONDS = 29;

const only = (resources: Readonly<Record<string, Resource>>): Resource => {
  const [one, ...others] = Object.values(resources);
  if (one === undefined || others.length > 0) throw new Error('there is not exactly one');
  return one;
};

/** Megabytes and seconds of each function: written down here a second time, and not derived. */
const SIZES: Readonly<Record<FunctionName, readonly [number, number]>> = {
  'parcel-api': [1_024, 28],
  'custody-api': [1_024, 28],
  'recipient-api': [512, 28],
  'caller-check-api': [512, 28],
  'subject-api': [512, 28],
  'privacy-api': [512, 28],
  'label-api': [1_769, 28],
  'access-api': [512, 28],
  'audit-api': [512, 28],
  'parcel-escrow': [1_024, 28],
  'webhook-api': [512, 28],
  'stir-api': [512, 28],
  'caller-id-api': [1_024, 28],
  'subscriber-rights-api': [512, 28],
  'subscriber-sweep': [3_008, 900],
  'subscriber-api': [1_024, 28],
  'subscriber-images-api': [512, 28],
  'subscriber-verification-api': [512, 28],
  'registry-api': [512, 28],
  'webhook-sender': [512, 85],
  'call-sweeper': [512, 85],
  'subscriber-due': [512, 85],
  'subscriber-indexer': [512, 85],
  'subscriber-import': [1_769, 85],
  'subscriber-export': [1_024, 85],
  'parcel-shredder': [512, 600],
  'audit-reconciler': [256, 60],
  'audit-sequencer': [512, 85],
  'audit-indexer': [512, 85],
  'access-token': [256, 5],
};

const isApi = (name: FunctionName): boolean => name.endsWith('-api') || name === 'parcel-escrow';

/** Called by anybody, without a token. */
const isPublic = (name: FunctionName): boolean => name === 'recipient-api' || name === 'caller-check-api';

describe.each(STAGES)('the API of %s', (stage) => {
  const templates = templatesOf(stage);
  const of = (type: string, stack: StackName = 'Api') => resourcesOf(templates, stack, type);
  const outputOf = (stack: StackName, name: string): unknown =>
    resolved(templates, stack, templates[stack].Outputs?.[name]?.Value);
  const functionOf = (name: FunctionName): Resource => {
    const found = Object.values(of('AWS::Lambda::Function')).find(
      ({ Properties }) => Properties.FunctionName === `temkin-${stage}-${name}`,
    );
    if (found === undefined) throw new Error(`no function ${name}`);
    return found;
  };
  const environmentOf = (name: FunctionName): Readonly<Record<string, string>> =>
    (
      functionOf(name).Properties.Environment as
        { readonly Variables: Readonly<Record<string, string>> } | undefined
    )?.Variables ?? {};
  const distribution = only(of('AWS::CloudFront::Distribution')).Properties.DistributionConfig as Readonly<
    Record<string, unknown>
  >;

  it.each(FUNCTION_NAMES)(
    'runs %s on the current Node on arm64, untraced, with JSON logs of its own',
    (name) => {
      const { Properties } = functionOf(name);
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON' },
        MemorySize: SIZES[name][0],
        Timeout: SIZES[name][1],
      });
      expect([FUNCTIONS[name].memoryMegabytes, FUNCTIONS[name].timeoutSeconds]).toEqual(SIZES[name]);
      expect(Properties.TracingConfig).toBeUndefined();
      expect(Properties.Layers).toBeUndefined();
    },
  );

  it('cuts off functions that answer requests before the gateway gives up', () => {
    for (const name of FUNCTION_NAMES.filter(isApi))
      expect(functionOf(name).Properties.Timeout, name).toBeLessThan(LONGEST_ANSWER_SECONDS);
  });

  it('keeps logs for a stated time', () => {
    const groups = Object.values(of('AWS::Logs::LogGroup'));
    expect(groups.length).toBe(FUNCTION_NAMES.length + 1);
    for (const { Properties } of groups) expect(Properties.RetentionInDays).toBeGreaterThan(0);
  });

  it('tells each function the names of what it may touch, and no others', () => {
    for (const name of FUNCTION_NAMES) {
      const { tables, rootKeys, signs = [], verifies = [], starts = [], buckets } = GRANTS[name];
      const told = new Set([...signs, ...verifies]);
      expect(Object.keys(environmentOf(name)).toSorted(), name).toEqual(
        [
          ...(Object.keys(tables).length > 0 ? ['TEMKIN_TABLE_PREFIX'] : []),
          ...(rootKeys.main === undefined ? [] : ['TEMKIN_MAIN_ROOT_KEY']),
          ...(rootKeys.escrow === undefined ? [] : ['TEMKIN_ESCROW_ROOT_KEY']),
          ...(rootKeys.registry === undefined ? [] : ['TEMKIN_REGISTRY_ROOT_KEY']),
          ...(rootKeys['registry-index'] === undefined ? [] : ['TEMKIN_REGISTRY_INDEX_ROOT_KEY']),
          ...(told.has('bundle') ? ['TEMKIN_BUNDLE_SIGNING_KEY'] : []),
          ...(told.has('log') ? ['TEMKIN_LOG_SIGNING_KEY'] : []),
          ...(buckets?.log === undefined ? [] : ['TEMKIN_LOG_BUCKET']),
          ...(buckets?.registry === undefined ? [] : ['TEMKIN_REGISTRY_BUCKET']),
          ...(starts.length === 0 ? [] : ['TEMKIN_REGISTRY_SWEEP_MACHINE']),
          ...(told.has('log') ? ['TEMKIN_LOG_PREFIX'] : []),
          ...(name === 'audit-sequencer' && stage === 'prod' ? ['TEMKIN_LOG_LOCK_DAYS'] : []),
          ...(isApi(name) ? ['TEMKIN_ORIGIN_SECRETS'] : []),
          // Anybody may call these, so they believe nobody's tokens; and they send messages.
          ...(isPublic(name) || ['subscriber-rights-api', 'subscriber-verification-api'].includes(name)
            ? ['TEMKIN_NOTICE_SECRET', 'TEMKIN_NOTICE_URL']
            : []),
          ...(isApi(name) && !isPublic(name) ? ['TEMKIN_ISSUERS'] : []),
          ...(name === 'caller-check-api' ? ['TEMKIN_CITIZEN_GATEWAYS'] : []),
          ...(name === 'subscriber-due'
            ? [
                'TEMKIN_IDENTITY_SOURCES',
                'TEMKIN_NOTICE_SECRET',
                'TEMKIN_NOTICE_URL',
                'TEMKIN_REGISTRY_SYSTEMS',
              ]
            : []),
          ...(name === 'subscriber-verification-api' ? ['TEMKIN_IDENTITY_SOURCES'] : []),
          ...(['call-sweeper', 'caller-id-api'].includes(name) ? ['TEMKIN_CALL_NETWORKS'] : []),
          ...(name === 'stir-api' ? ['TEMKIN_CALL_SIGNING', 'TEMKIN_CALL_SIGNING_KEY'] : []),
          ...(name === 'webhook-sender' ? ['UV_THREADPOOL_SIZE'] : []),
        ].toSorted(),
      );
      expect(functionOf(name).Properties.KmsKeyArn, name).toEqual(expect.stringContaining('EnvironmentKey'));
    }
    expect(environmentOf('parcel-api')).toMatchObject({
      TEMKIN_TABLE_PREFIX: `temkin-${stage}-`,
      TEMKIN_MAIN_ROOT_KEY: expect.stringContaining('key/MainRootKey'),
      TEMKIN_ESCROW_ROOT_KEY: expect.stringContaining('key/EscrowRootKey'),
    });
  });

  it('tells functions of the issuers in the form that they read', () => {
    const [cognito, ...others] = JSON.parse(
      environmentOf('parcel-api').TEMKIN_ISSUERS ?? '[]',
    ) as readonly unknown[];
    expect(others).toEqual([]);
    expect(cognito).toEqual({
      kind: 'cognito',
      id: 'cognito',
      region: 'ap-southeast-1',
      userPoolId: expect.stringMatching(/^SignIn/),
      clients: Object.keys(of('AWS::Cognito::UserPoolClient')),
      resourceServer: 'temkin',
    });
  });

  it('logs of a request its route, status and time, and nothing that a client sent', () => {
    const { AccessLogSettings } = only(of('AWS::ApiGatewayV2::Stage')).Properties;
    const { Format } = AccessLogSettings as { readonly Format: string };
    expect(Object.values(JSON.parse(Format) as Readonly<Record<string, string>>).toSorted()).toEqual([
      '$context.integrationErrorMessage',
      '$context.requestId',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });

  it('writes no payload down: neither at the gateway nor at the edge nor at the firewall', () => {
    const { DefaultRouteSettings } = only(of('AWS::ApiGatewayV2::Stage')).Properties;
    expect(DefaultRouteSettings).toEqual({
      ThrottlingBurstLimit: expect.any(Number),
      ThrottlingRateLimit: expect.any(Number),
    });
    expect(distribution.Logging).toBeUndefined();
    expect(of('AWS::CloudFront::RealtimeLogConfig')).toEqual({});
    expect(of('AWS::WAFv2::LoggingConfiguration', 'Edge')).toEqual({});
    const acl = only(of('AWS::WAFv2::WebACL', 'Edge')).Properties;
    const rules = acl.Rules as readonly { readonly VisibilityConfig: unknown }[];
    const visibility = [acl.VisibilityConfig, ...rules.map(({ VisibilityConfig }) => VisibilityConfig)];
    expect(visibility.length).toBe(5);
    for (const config of visibility) expect(config).toMatchObject({ SampledRequestsEnabled: false });
  });

  it('has no CORS', () => {
    expect(only(of('AWS::ApiGatewayV2::Api')).Properties.CorsConfiguration).toBeUndefined();
  });

  it('is reached through CloudFront alone', () => {
    const { DisableExecuteApiEndpoint } = only(of('AWS::ApiGatewayV2::Api')).Properties;
    expect(DisableExecuteApiEndpoint).toBe(stage === 'prod');
    const origins = distribution.Origins as readonly {
      readonly DomainName: string;
      readonly OriginCustomHeaders: readonly { readonly HeaderName: string; readonly HeaderValue: string }[];
    }[];
    expect(origins).toHaveLength(1);
    expect(origins[0]?.DomainName).toMatch(
      stage === 'prod' ? /^origin\.temkin\.example$/ : /\.execute-api\.ap-southeast-1\.amazonaws\.com$/,
    );
    const accepted = (environmentOf('parcel-api').TEMKIN_ORIGIN_SECRETS ?? '').split(',');
    expect(origins[0]?.OriginCustomHeaders).toEqual([
      { HeaderName: 'x-origin-secret', HeaderValue: accepted[0] },
    ]);
    for (const secret of accepted)
      expect(secret).toMatch(
        /^\{\{resolve:secretsmanager:OriginSecretGeneration\d[0-9A-F]{8}:SecretString:::\}\}$/,
      );
    const answering = [
      'custody-api',
      'parcel-escrow',
      'label-api',
      'recipient-api',
      'caller-check-api',
      'subject-api',
      'privacy-api',
      'access-api',
      'audit-api',
    ] as const;
    for (const name of answering) expect(environmentOf(name).TEMKIN_ORIGIN_SECRETS).toBe(accepted.join(','));
  });

  it('keeps nothing at the edge, sends nothing in clear and demands TLS 1.2', () => {
    expect(distribution.DefaultCacheBehavior).toMatchObject({
      // Managed policies: CachingDisabled, AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
      FunctionAssociations: [{ EventType: 'viewer-request' }],
      ResponseHeadersPolicyId: expect.any(String),
    });
    expect(distribution.CacheBehaviors).toBeUndefined();
    // CloudFront keeps each of these for 10 s else, whatever the answer says.
    expect(distribution.CustomErrorResponses).toEqual(
      [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((status) => ({
        ErrorCode: status,
        ErrorCachingMinTTL: 0,
      })),
    );
    const { MinimumProtocolVersion } = (distribution.ViewerCertificate ?? {}) as {
      readonly MinimumProtocolVersion?: string;
    };
    // CloudFront's own certificate, where there is no domain, takes what CloudFront takes.
    expect(MinimumProtocolVersion).toBe(stage === 'prod' ? 'TLSv1.2_2021' : undefined);
    expect(distribution.WebACLId).toEqual(expect.stringContaining('Firewall'));
  });

  it('answers with security headers also where the answer is not ours', () => {
    const { ResponseHeadersPolicyConfig } = only(of('AWS::CloudFront::ResponseHeadersPolicy')).Properties;
    expect(ResponseHeadersPolicyConfig).toMatchObject({
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'" },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
      },
    });
  });

  it('deploys functions before the distribution that shows them a new secret', () => {
    const waits = only(of('AWS::CloudFront::Distribution')).DependsOn ?? [];
    const told = new Set(
      FUNCTION_NAMES.filter((name) => 'TEMKIN_ORIGIN_SECRETS' in environmentOf(name)).map(
        (name) => `temkin-${stage}-${name}`,
      ),
    );
    const functions = Object.entries(of('AWS::Lambda::Function')).filter(([, { Properties }]) =>
      told.has(String(Properties.FunctionName)),
    );
    expect(functions.length).toBe(FUNCTION_NAMES.filter(isApi).length);
    for (const [id] of functions) expect(waits).toContain(id);
  });

  it('names logs alike to whoever signs them and whoever tells how, by the public address where there is one', () => {
    const prefix = environmentOf('audit-sequencer').TEMKIN_LOG_PREFIX;
    expect(prefix).toBe(
      stage === 'prod'
        ? `${String(outputOf('Api', 'ApiHost'))}/v1/audit/log`
        : 'temkin-dev.invalid/v1/audit/log',
    );
    expect(environmentOf('audit-api').TEMKIN_LOG_PREFIX).toBe(prefix);
  });

  it('tells an operator what the DNS, KMS and S3 must be told', () => {
    expect(outputOf('Api', 'ApiHost')).toBe(
      readConfiguration(stage).domain?.name ?? outputOf('Api', 'DistributionHost'),
    );
    expect(String(outputOf('Api', 'OriginTarget'))).toMatch(
      stage === 'prod' ? /^HttpDomain[0-9A-F]{8}\.RegionalDomainName$/ : /^undefined$/,
    );
    expect(outputOf('Data', 'LogBucketName')).toMatch(/^LogBucket[0-9A-F]{8}$/);
    expect(outputOf('Data', 'RegistryBucketName')).toMatch(/^RegistryBucket[0-9A-F]{8}$/);
    for (const name of [
      'MainRootKey',
      'EscrowRootKey',
      'RegistryRootKey',
      'RegistryIndexRootKey',
      'BundleSigningKey',
      'LogSigningKey',
      'LogBucketKey',
      'RegistryBucketKey',
    ])
      expect(outputOf('Data', `${name}Arn`)).toMatch(
        new RegExp(`^arn:aws:kms:ap-southeast-1:111122223333:key/${name}[0-9A-F]{8}$`),
      );
  });
});
