import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { FORWARDED_HOST } from './forwarded-host.ts';

const YEAR = Duration.days(365);

/**
 * Statuses whose time in the cache can be chosen (Amazon CloudFront, "Control how long CloudFront caches errors"). It is
 * 10 s where nobody chooses, whatever the answer and the cache policy say: a request that is tried again at once would meet
 * the failure that is over.
 */
const KEPT_ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** For answers that are not ours: CloudFront's and API Gateway's own. Ours say so themselves. */
const responseHeaders = (scope: Construct, id: string, name: string): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: name,
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        override: false,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: YEAR, includeSubdomains: true, override: true },
    },
  });

/**
 * CloudFront before the HTTP API: nothing is kept and nothing logged; the firewall sees every request, and the functions
 * see by the secret that it came this way.
 */
export const distribution = (
  scope: Construct,
  id: string,
  {
    configuration,
    origin,
    webAclArn,
  }: {
    readonly configuration: Configuration;
    readonly origin: { readonly host: string; readonly secret: string };
    readonly webAclArn: string;
  },
): Distribution => {
  const { stage, domain } = configuration;
  const prefix = prefixOf(stage);
  const forwardedHost = new Function(scope, `${id}ForwardedHost`, {
    functionName: `${prefix}forwarded-host`,
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(FORWARDED_HOST),
  });
  return new Distribution(scope, id, {
    comment: `Temkin ${stage}`,
    webAclId: webAclArn,
    httpVersion: HttpVersion.HTTP2_AND_3,
    // Asia included; the cheapest class has no place near Vietnam.
    priceClass: PriceClass.PRICE_CLASS_200,
    errorResponses: KEPT_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    ...(domain !== undefined && {
      domainNames: [domain.name],
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      certificate: Certificate.fromCertificateArn(scope, `${id}Certificate`, domain.certificateArn),
    }),
    defaultBehavior: {
      origin: new HttpOrigin(origin.host, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'x-origin-secret': origin.secret },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // A redirect would come after the token has travelled in clear.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: responseHeaders(scope, `${id}Headers`, `${prefix}security-headers`),
      functionAssociations: [{ function: forwardedHost, eventType: FunctionEventType.VIEWER_REQUEST }],
    },
  });
};
