import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { FORWARDED_HOST } from '../../cdk/constructs/forwarded-host.ts';

type Headers = Readonly<Record<string, { readonly value: string }>>;

/** Runs the function as CloudFront does: with its own globals and an event of the documented shape. */
const handled = (headers: Headers): Headers => {
  const event = { request: { method: 'GET', uri: '/v1/staff', querystring: {}, headers: { ...headers } } };
  const request = runInNewContext(`${FORWARDED_HOST} handler(event)`, { event }) as typeof event.request;
  return request.headers;
};

describe('the function at the edge', () => {
  it('tells the origin which host the client called', () => {
    expect(handled({ host: { value: 'api.temkin.example' }, accept: { value: '*/*' } })).toEqual({
      host: { value: 'api.temkin.example' },
      accept: { value: '*/*' },
      'x-forwarded-host': { value: 'api.temkin.example' },
    });
  });

  it('replaces what a client sent under that name', () => {
    const sent = {
      host: { value: 'api.temkin.example' },
      'x-forwarded-host': { value: 'elsewhere.example' },
    };
    expect(handled(sent)['x-forwarded-host']).toEqual({ value: 'api.temkin.example' });
  });
});
