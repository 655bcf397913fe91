/**
 * A CloudFront Function (JavaScript runtime 2.0): the host that the client called, which the origin does not see
 * otherwise. Whatever a client sent under this name is replaced.
 */
export const FORWARDED_HOST = `function handler(event) {
  const request = event.request;
  request.headers['x-forwarded-host'] = { value: request.headers.host.value };
  return request;
}
`;
