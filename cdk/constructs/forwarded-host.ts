/**
 * A CloudFront Function (JavaScript runtime 2.0): the host that the client called and the address it called from, which the
 * origin does not see otherwise. Whatever a client sent under these names is replaced, and what it says of a certificate, which
 * nobody here asked it for, is left out.
 */
export const FORWARDED_HOST = `function handler(event) {
  const request = event.request;
  request.headers['x-forwarded-host'] = { value: request.headers.host.value };
  request.headers['x-viewer-address'] = { value: event.viewer.ip };
  delete request.headers['x-client-certificate-sha256'];
  return request;
}
`;
