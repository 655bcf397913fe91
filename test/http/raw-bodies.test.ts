import { route, routeSpec } from '@temkin/http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { problemIn, tinyApplication } from '../support/tiny-application.ts';

const LIMIT = 3_000_000;

const spec = routeSpec({
  method: 'POST',
  path: '/v1/pictures',
  action: 'thing.make',
  tag: 'Things',
  summary: 'Bring a picture',
  access: { scope: 'things:make', roles: ['order-system'] },
  rawBody: { mediaTypes: ['image/png', 'image/jpeg'], maxBytes: LIMIT },
  body: () => z.custom<Uint8Array>((body) => body instanceof Uint8Array && body[0] === 1),
  success: { status: 201, description: 'Brought.', body: () => z.strictObject({ bytes: z.int() }) },
  problems: [],
});

const app = tinyApplication(undefined, {
  routes: [route(spec, async ({ body }) => ({ body: { bytes: body.length } }))],
});

const brought = (body: BodyInit | null, headers: Record<string, string>): Promise<Response> =>
  Promise.resolve(
    app.fetch(
      new Request('http://api.example/v1/pictures', {
        method: 'POST',
        headers: { authorization: 'Bearer maker', ...headers },
        body,
      }),
    ),
  );

/** That begin as the schema has it. */
const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).with(0, 1);

describe('a body that is no JSON', () => {
  it.each(['image/png', 'image/jpeg', 'IMAGE/PNG'])('comes to its route as it was sent: %s', async (type) => {
    const answer = await brought(bytes(LIMIT), { 'content-type': type });
    expect([answer.status, await answer.json()]).toEqual([201, { bytes: LIMIT }]);
  });

  it.each([
    ['another type', bytes(1), { 'content-type': 'image/gif' }, 'REQUEST.MEDIA_TYPE'],
    ['JSON', '{}', { 'content-type': 'application/json' }, 'REQUEST.MEDIA_TYPE'],
    ['no type', bytes(1), {}, 'REQUEST.MEDIA_TYPE'],
    ['a type with words behind it', bytes(1), { 'content-type': 'image/png; a=b' }, 'REQUEST.MEDIA_TYPE'],
    ['a coding', bytes(1), { 'content-type': 'image/png', 'content-encoding': 'gzip' }, 'REQUEST.MEDIA_TYPE'],
    ['one byte too many', bytes(LIMIT + 1), { 'content-type': 'image/png' }, 'REQUEST.TOO_LARGE'],
    ['nothing', null, { 'content-type': 'image/png' }, 'REQUEST.INVALID'],
    ['what the schema refuses', new Uint8Array(9), { 'content-type': 'image/png' }, 'REQUEST.INVALID'],
  ])('is refused as %s', async (_, body, headers, code) => {
    expect((await problemIn(await brought(body, headers as Record<string, string>))).code).toBe(code);
  });

  it('is told what it must be, and nothing that is otherwise', async () => {
    const { title, detail } = await problemIn(await brought('{}', { 'content-type': 'application/json' }));
    expect(title).not.toContain('json');
    expect(detail).toBe('Send content-type: image/png or image/jpeg, without content-encoding.');
  });
});
