import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { DomainName, HttpApi, LogGroupLogDestination, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { FUNCTIONS, type FunctionDescription, type FunctionName } from '../functions.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';

/** What the access log says of a request: the route's template, never the path, the query, an address or a header. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API, and the name by which CloudFront calls it. */
export interface HttpFront {
  readonly api: HttpApi;
  readonly host: string;
  /** What the DNS must lead a custom `host` to; absent where the host is API Gateway's own. */
  readonly target?: string;
  readonly accessLog: LogGroup;
}

/** The route that stands for all addresses without one. */
const ANYTHING_ELSE = '$default';

const pathsOf = (name: FunctionName): readonly string[] => {
  const { paths = [] }: FunctionDescription = FUNCTIONS[name];
  return paths;
};

/**
 * The HTTP API with the paths of functions.ts; functions tell methods apart themselves. No CORS: surfaces and API share an
 * origin. Where CloudFront has a name of its own to call, API Gateway's name answers nobody.
 */
export const httpFront = (
  scope: Construct,
  id: string,
  {
    configuration,
    functions,
  }: {
    readonly configuration: Configuration;
    readonly functions: readonly { readonly name: FunctionName; readonly lambda: Function }[];
  },
): HttpFront => {
  const { stage, throttle, originDomain, logRetentionDays, protectsData } = configuration;
  const leads = functions.flatMap(({ name, lambda }) => {
    const integration = new HttpLambdaIntegration(`${pascal(name)}Integration`, lambda);
    return pathsOf(name).map((path) => ({ path, integration }));
  });
  const anythingElse = leads.find(({ path }) => path === ANYTHING_ELSE);
  const api = new HttpApi(scope, id, {
    apiName: `${prefixOf(stage)}api`,
    createDefaultStage: false,
    disableExecuteApiEndpoint: originDomain !== undefined,
    ...(anythingElse !== undefined && { defaultIntegration: anythingElse.integration }),
  });
  for (const { path, integration } of leads) if (path !== ANYTHING_ELSE) api.addRoutes({ path, integration });
  const accessLog = new LogGroup(scope, `${id}AccessLog`, {
    logGroupName: `/temkin/${stage}/access`,
    retention: logRetentionDays,
    removalPolicy: protectsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const domain =
    originDomain &&
    new DomainName(scope, `${id}Domain`, {
      domainName: originDomain.name,
      certificate: Certificate.fromCertificateArn(scope, `${id}Certificate`, originDomain.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
  api.addStage('Stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: throttle.requestsPerSecond, burstLimit: throttle.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
    },
    ...(domain !== undefined && { domainMapping: { domainName: domain } }),
  });
  const { region, urlSuffix } = Stack.of(scope);
  return {
    api,
    accessLog,
    host: originDomain?.name ?? `${api.apiId}.execute-api.${region}.${urlSuffix}`,
    ...(domain !== undefined && { target: domain.regionalDomainName }),
  };
};
