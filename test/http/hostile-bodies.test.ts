import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiProblems, apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { jsonTypeOf, partAt, placesIn, pointerTo, replacedAt, type Place } from '../support/json-places.ts';
import { newParcel } from '../support/parcels.ts';
import type { PostingRoute } from '../support/posting-route.ts';
import { POSTING_ROUTES } from '../support/posting-routes.ts';
import {
  CANARY,
  discreetText,
  refusalIn,
  sendBody,
  type Problem,
  type Sent,
} from '../support/refused-bodies.ts';
import { testSystem } from '../support/system.ts';

const MEBIBYTE = 1_048_576;

/** Loose: hundreds of bodies of a mebibyte are sent, one after another. */
const KEPT_BYTES = 32 * MEBIBYTE;
const PEAK_BYTES = 512 * MEBIBYTE;

/** What may lie about between two tests before it is given back: to look through all that is held takes longer than most tests. */
const LITTER_BYTES = 64 * MEBIBYTE;

const system = await testSystem();
const withBody = POSTING_ROUTES.filter(({ body }) => body !== undefined);
const named = (routes: readonly PostingRoute[]) => routes.map((route) => [route.path, route] as const);
const fitting = ({ body }: PostingRoute): object => body?.() ?? {};

const refusal = async (
  route: PostingRoute,
  body: Sent,
  headers?: Readonly<Record<string, string>>,
): Promise<Problem> => refusalIn(await sendBody(system, route, body, headers));

/** The codes, each once, with which bodies are refused. */
const codes = async (route: PostingRoute, bodies: readonly Sent[]): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const body of bodies) found.add((await refusal(route, body)).code);
  return [...found];
};

/** The pointers, each once, of a body in which one place is something else. */
const pointers = async (route: PostingRoute, place: Place, part: unknown): Promise<readonly string[]> => {
  const { code, errors = [] } = await refusal(route, JSON.stringify(replacedAt(fitting(route), place, part)));
  expect(code).toBe('REQUEST.INVALID');
  return [...new Set(errors.map(({ pointer }) => pointer))];
};

const spaces = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });

/** As many as a body has room for. */
const elements = (element: string): string =>
  Array.from({ length: Math.floor((MEBIBYTE - 64) / (element.length + 1)) }, () => element).join();

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const usedBytes = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** What is held once everything that can be given back has been: finalizers need a turn of their own. */
const heldBytes = async (): Promise<number> => {
  for (let turn = 0; turn < 4; turn += 1) {
    collectGarbage();
    await sleep(10);
  }
  return usedBytes();
};
const peakBytes = (): number => process.resourceUsage().maxRSS * 1_024;

let heldBefore = 0;
let peakBefore = 0;
let collectedAt = 0;
beforeAll(async () => {
  heldBefore = await heldBytes();
  collectedAt = heldBefore;
  peakBefore = peakBytes();
});

// So that the peak is what bodies need, and not what the collector has left for later on so many routes.
afterEach(() => {
  if (usedBytes() - collectedAt < LITTER_BYTES) return;
  collectGarbage();
  collectedAt = usedBytes();
});

describe('a hostile body', () => {
  it('is tried on every POST route there is', () => {
    const templates = apiSpecs
      // What is no JSON has tests of its own.
      .filter(({ method, rawBody }) => method === 'POST' && rawBody === undefined)
      .map(({ path }) => path);
    expect(POSTING_ROUTES.map(({ template }) => template).toSorted()).toEqual(templates.toSorted());
  });

  it.each(named(withBody))('differs from one that fits: %s', async (_, route) => {
    const answer = await sendBody(system, route, JSON.stringify(fitting(route)));
    const { code = '' } = (await answer.json()) as { readonly code?: string };
    expect(code).not.toMatch(/^REQUEST\./);
  });
});

describe('a text at its limit', () => {
  it.each(['ỗ', '\u1F82', '\u{1D160}'])('is taken when it comes decomposed: %s', async (letter) => {
    const { recipient } = newParcel();
    const name = letter.normalize('NFC').repeat(100 / Array.from(letter.normalize('NFC')).length);
    const body = newParcel({ kind: 'opaque', recipient: { ...recipient, name: name.normalize('NFD') } });
    expect((await system.as('order-system').post('/v1/parcels', body)).status).toBe(201);
  });
});

describe.each(named(POSTING_ROUTES))('%s refuses', (_, route) => {
  it('what is no JSON', async () => {
    const texts = ['{', CANARY, `{"${CANARY}":}`, 'undefined', '{}{}', '{"a":1,}', '"'];
    const bytes = [Uint8Array.of(0xff), Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), new Uint8Array(1_000)];
    const code = route.body === undefined ? 'REQUEST.INVALID' : 'REQUEST.MALFORMED';
    expect(await codes(route, [...texts, ...bytes])).toEqual([code]);
  });

  it('what is too large, to the byte, whatever length is claimed, and what never ends', async () => {
    expect(await codes(route, [' '.repeat(MEBIBYTE + 1), spaces()])).toEqual(['REQUEST.TOO_LARGE']);
    for (const length of ['2', '-1', 'much', '9'.repeat(20)])
      expect((await refusal(route, spaces(), { 'content-length': length })).code).toBe('REQUEST.TOO_LARGE');
  });

  it('what nests too deeply', async () => {
    const lists = [17, 10_000, 500_000].flatMap((levels) => [
      '['.repeat(levels),
      '['.repeat(levels) + ']'.repeat(levels),
    ]);
    const objects = [17, 10_000, 150_000].map((levels) => '{"a":'.repeat(levels));
    expect(await codes(route, [...lists, ...objects])).toEqual(['REQUEST.INVALID']);
  });

  it('as many elements and members as it has room for', async () => {
    const [name = 'a'] = Object.keys(fitting(route));
    const members = Array.from({ length: 80_000 }, (__, i) => `"k${i}":0`).join();
    const bodies = [`[${elements('0')}]`, `{"${name}":[${elements('{}')}]}`, `{${members}}`];
    expect(await codes(route, bodies)).toEqual(['REQUEST.INVALID']);
  });

  it('NUL and lone surrogates, in names and values, at any depth', async () => {
    const bad = [String.raw`\u0000`, String.raw`\ud800`, String.raw`\udc00\ud800`];
    const bodies = bad.flatMap((text) => [`"${text}"`, `{"${text}":1}`, `{"a":[{"b":"${text}"}]}`]);
    expect(await codes(route, bodies)).toEqual(['REQUEST.INVALID']);
  });
});

const placesOf = (body: object, type: string): readonly Place[] =>
  placesIn(body).filter((place) => jsonTypeOf(partAt(body, place)) === type);

const mayBeNull = ({ nullable = [] }: PostingRoute, [name = '', ...rest]: Place): boolean =>
  rest.length === 0 && nullable.includes(name);

describe.each(named(withBody))('%s refuses', (_, route) => {
  const body = fitting(route);

  it('a body that is missing or no object', async () => {
    expect(await codes(route, ['', ' '])).toEqual(['REQUEST.MALFORMED']);
    const others = [null, true, 0, '', CANARY, [], [{}], [body]].map((value) => JSON.stringify(value));
    expect(await codes(route, others)).toEqual(['REQUEST.INVALID']);
  });

  it('another type at any place, and points there', async () => {
    for (const place of placesIn(body))
      for (const value of [
        ...(mayBeNull(route, place) ? [] : [null]),
        true,
        7,
        CANARY,
        [CANARY],
        { [CANARY]: CANARY },
      ].filter((other) => jsonTypeOf(other) !== jsonTypeOf(partAt(body, place))))
        expect(await pointers(route, place, value), jsonTypeOf(value)).toContain(pointerTo(place));
  });

  it('an unknown property at any level, and points to its object', async () => {
    const names = [CANARY, '', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    for (const place of placesOf(body, 'object'))
      for (const name of names) {
        const more = JSON.parse(`{${JSON.stringify(name)}:{"polluted":"${CANARY}"}}`) as object;
        const part = Object.defineProperties(
          { ...(partAt(body, place) as object) },
          Object.getOwnPropertyDescriptors(more),
        );
        expect(await pointers(route, place, part), name).toEqual([pointerTo(place)]);
      }
    expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
  });

  it('a member that is named twice, be it by an escape', async () => {
    const text = JSON.stringify(body);
    const twice = Object.entries(body).flatMap(([name, value]) => {
      const escape = String.raw`\u${name.charCodeAt(0).toString(16).padStart(4, '0')}`;
      return [name, escape + name.slice(1)].map(
        (other) => `{"${other}":${JSON.stringify(value)},${text.slice(1)}`,
      );
    });
    expect(await codes(route, twice)).toEqual(['REQUEST.INVALID']);
  });

  it('a text of a mebibyte wherever a text belongs', async () => {
    const room = MEBIBYTE - 8_192;
    // The marks are out of their canonical order: sorting them takes time that grows with the square of their number.
    const texts = [CANARY.repeat(30_000), ' '.repeat(room), `a${'\u0301\u0323'.repeat(room / 4 - 1)}`];
    for (const place of placesOf(body, 'string'))
      for (const text of texts) expect(await pointers(route, place, text)).toEqual([pointerTo(place)]);
  });
});

describe('a number beyond its range', () => {
  const withNumbers = withBody.filter((route) => placesOf(fitting(route), 'number').length > 0);

  it.each(named(withNumbers))('is refused: %s', async (_, route) => {
    const numbers = ['-1', '1.5', '1e400', '-1e400', '9007199254740993', '1e15', '9'.repeat(100_000)];
    for (const place of placesOf(fitting(route), 'number'))
      for (const digits of numbers) {
        const text = JSON.stringify(replacedAt(fitting(route), place, 'MARK')).replace('"MARK"', digits);
        const { errors = [] } = await refusal(route, text);
        expect([...new Set(errors.map(({ pointer }) => pointer))]).toEqual([pointerTo(place)]);
      }
  });
});

const canary = fc.constantFrom(CANARY, `${CANARY}\u0000`, '0355018274', '\uD800');
const anything = fc.oneof(
  { depthSize: 'small' },
  fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }),
  fc.dictionary(fc.oneof(canary, fc.string()), fc.oneof(canary, fc.jsonValue())),
);

describe('a body of anything', () => {
  it.each(named(withBody))('is answered in form, without an echo: %s', async (_, route) => {
    const place = fc.constantFrom<Place>([], ...placesIn(fitting(route)));
    await fc.assert(
      fc.asyncProperty(place, anything, async (at, value) => {
        const body = replacedAt(fitting(route), at, value);
        const answer = await sendBody(system, route, JSON.stringify(body));
        const text = await discreetText(answer);
        const { code } = JSON.parse(text) as { readonly code?: string };
        expect(answer.status).toBeLessThan(500);
        expect(code === undefined).toBe(answer.ok);
        expect(code === undefined || Object.hasOwn(apiProblems, code)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('does not keep a good parcel of its batch from being issued', async () => {
    const storable = fc.jsonValue({ maxDepth: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(storable, { maxLength: 5 }), async (others) => {
        const parcels = [...others, newParcel(), ...others];
        const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
        const { results } = (await answer.json()) as {
          readonly results: readonly { readonly status: number }[];
        };
        expect(results.map(({ status }) => status === 201)).toEqual([
          ...others.map(() => false),
          true,
          ...others.map(() => false),
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('after all of them', () => {
  it('nothing was taken for a fault of ours', () => {
    expect(system.faults).toEqual([]);
  });

  it('memory is as it was, and was never far above', async () => {
    expect((await heldBytes()) - heldBefore).toBeLessThan(KEPT_BYTES);
    expect(peakBytes() - peakBefore).toBeLessThan(PEAK_BYTES);
  });
});
