import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { FORWARDED_HOST } from '../../cdk/constructs/forwarded-host.ts';

type Headers = Readonly<Record<string, { readonly value: string }>>;

/** Runs the function as CloudFront does: with its own globals and an event of the documented shape. */
const handled = (headers: Headers): Headers => {
  const viewer = { ip: '203.0.113.7' };
  const event = {
    viewer,
    request: { method: 'GET', uri: '/v1/staff', querystring: {}, headers: { ...headers } },
  };
  const request = runInNewContext(`${FORWARDED_HOST} handler(event)`, { event }) as typeof event.request;
  return request.headers;
};

describe('the function at the edge', () => {
  it('tells the origin which host the client called, and from where', () => {
    expect(handled({ host: { value: 'api.temkin.example' }, accept: { value: '*/*' } })).toEqual({
      host: { value: 'api.temkin.example' },
      accept: { value: '*/*' },
      'x-forwarded-host': { value: 'api.temkin.example' },
      'x-viewer-address': { value: '203.0.113.7' },
    });
  });

  it('lets nothing through that a client says of its certificate', () => {
    const sent = {
      host: { value: 'api.temkin.example' },
      'x-client-certificate-sha256': { value: 'a'.repeat(64) },
    };
    expect(handled(sent)).not.toHaveProperty('x-client-certificate-sha256');
  });

  it('replaces what a client sent under those names', () => {
    const sent = {
      host: { value: 'api.temkin.example' },
      'x-forwarded-host': { value: 'elsewhere.example' },
      'x-viewer-address': { value: '198.51.100.1' },
    };
    expect(handled(sent)).toMatchObject({
      'x-forwarded-host': { value: 'api.temkin.example' },
      'x-viewer-address': { value: '203.0.113.7' },
    });
  });
});
