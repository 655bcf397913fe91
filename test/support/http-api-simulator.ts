import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What the distribution adds to each request. */
export interface Distribution {
  readonly originSecret: string;
  readonly host: string;
}

/**
 * A request as an HTTP API hands it to a function (payload format 2.0), by way of the distribution: header names in lower
 * case, the body in base64 where it is not text.
 */
export const httpApiEvent = async (
  request: Request,
  { originSecret, host }: Distribution,
): Promise<APIGatewayProxyEventV2> => {
  const { pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const isText = body.equals(Buffer.from(body.toString('utf8')));
  const domainName = 'abcdef1234.execute-api.ap-southeast-1.amazonaws.com';
  const headers = {
    ...Object.fromEntries(request.headers),
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    host: domainName,
    'x-origin-secret': originSecret,
    'x-forwarded-host': host,
    'x-viewer-address': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-forwarded-for': '203.0.113.7, 130.176.1.1',
    'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
  };
  return {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      domainName,
      domainPrefix: 'abcdef1234',
      http: {
        method: request.method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '130.176.1.1',
        userAgent: 'Amazon CloudFront',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: 'ANY /{proxy+}',
      stage: '$default',
      time: '21/Nov/2026:08:00:00 +0000',
      timeEpoch: 1_795_248_000_000,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
};

/** What the HTTP API answers for a function's result. */
export const httpApiResponse = (result: APIGatewayProxyStructuredResultV2): Response => {
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded = false } = result;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const names = Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const hasBody = ![204, 304].includes(statusCode);
  return new Response(hasBody ? bytes : null, { status: statusCode, headers: names });
};
