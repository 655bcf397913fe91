import { httpHandler } from '@temkin/aws/lambda';
import type { Origin } from '@temkin/http';
import { describe, expect, it } from 'vitest';
import { httpApiEvent, httpApiResponse } from '../support/http-api-simulator.ts';

const DISTRIBUTION = { originSecret: 'a-secret-that-is-long-enough-for-it', host: 'api.example' };

/** What the application got, and what the gateway sends on, for one request. */
const through = async (
  request: Request,
  answer = new Response(),
  options: { readonly believesClientCertificates?: boolean } = {},
) => {
  const seen: Request[] = [];
  const origins: (Origin | undefined)[] = [];
  const handler = httpHandler(
    {
      fetch: async (found, origin) => {
        seen.push(found);
        origins.push(origin);
        return answer;
      },
    },
    { originSecrets: [DISTRIBUTION.originSecret], ...options },
  );
  const result = await handler(await httpApiEvent(request, DISTRIBUTION));
  return { seen: seen[0], origin: origins[0], response: httpApiResponse(result), result };
};

describe('a request through the HTTP API', () => {
  it('arrives as it was sent, at the public host', async () => {
    const sent = new Request('https://api.example/v1/parcels?limit=2&q=%C4%91', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-correlator': 'abc' },
      body: '{"name":"Đỗ Thị Hạnh"}',
    });
    const { seen } = await through(sent.clone());
    expect([seen?.method, seen?.url]).toEqual(['POST', 'https://api.example/v1/parcels?limit=2&q=%C4%91']);
    expect(seen?.headers.get('host')).toBe('api.example');
    expect(seen?.headers.get('x-correlator')).toBe('abc');
    expect(await seen?.text()).toBe(await sent.text());
  });

  it('comes from the address that the distribution names, whatever else it says', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' };
    const { origin } = await through(new Request('https://api.example/v1/staff', { headers }));
    expect(origin).toEqual({ clientAddress: '203.0.113.7' });
  });

  it('shows the certificate that the edge names where the edge asks for one, and else none', async () => {
    const headers = { 'x-client-certificate-sha256': 'a'.repeat(64) };
    const request = (): Request => new Request('https://api.example/stir/v1/signing', { headers });
    const believing = await through(request(), new Response(), { believesClientCertificates: true });
    expect(believing.origin).toEqual({ clientAddress: '203.0.113.7', clientCertificate: 'a'.repeat(64) });
    expect((await through(request())).origin).toEqual({ clientAddress: '203.0.113.7' });
  });

  it('never shows the application the secret', async () => {
    const { seen } = await through(new Request('https://api.example/v1/staff'));
    expect([...(seen?.headers.keys() ?? [])]).not.toContain('x-origin-secret');
  });

  it('keeps bytes that are no text', async () => {
    const bytes = Uint8Array.of(0x00, 0xff, 0xfe, 0x80, 0x7b);
    const { seen } = await through(new Request('https://api.example/v1/x', { method: 'POST', body: bytes }));
    expect(new Uint8Array((await seen?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
  });
});

describe('an answer through the HTTP API', () => {
  it.each(['application/json', 'application/problem+json', 'text/plain; charset=utf-8', 'text/html'])(
    'stays text where it is %s',
    async (type) => {
      const { result, response } = await through(
        new Request('https://api.example/'),
        new Response('{"tên":"Hạnh"}', {
          status: 201,
          headers: { 'content-type': type, 'audit-event': 'x' },
        }),
      );
      expect(result.isBase64Encoded).toBe(false);
      expect([response.status, response.headers.get('audit-event')]).toEqual([201, 'x']);
      expect(await response.text()).toBe('{"tên":"Hạnh"}');
    },
  );

  it.each(['application/pdf', 'image/png', 'application/octet-stream'])(
    'keeps its bytes where it is %s',
    async (type) => {
      const bytes = Uint8Array.of(0x89, 0x50, 0x00, 0xff);
      const { result, response } = await through(
        new Request('https://api.example/'),
        new Response(bytes, { headers: { 'content-type': type } }),
      );
      expect(result.isBase64Encoded).toBe(true);
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    },
  );
});
