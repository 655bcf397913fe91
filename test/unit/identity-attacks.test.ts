import { canonicalNumber, tokenOf, type IdentityVerdict } from '@temkin/caller-id/domain';
import { toBase64Url, utf8 } from '@temkin/kernel';
import { certificateJudge } from '@temkin/stir-certificates';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE_ADDRESS,
  CLAIMS,
  HEADER,
  identityWorld,
  NOW,
  otherSignature,
  PARAMETERS,
} from '../support/identity-world.ts';
import { stirAuthority } from '../support/stir-authority.ts';

const CALLER = '842439447788';
const CALLEE = '84912345678';
const world = await identityWorld();
const good = await world.good();
const [goodToken = ''] = good.split(';');

/** Our own providers: the number and the name are its, and no others. */
const providers = {
  mayCallFrom: async (_: string, number: string) => number === CALLER,
  mayShow: async (_: string, name: string) => name === CLAIMS.rcd?.nam,
};

const check = (identityHeaders: readonly string[], call = {}): Promise<IdentityVerdict> =>
  world.check({ identityHeaders, ...call }, { providers });

/** A token of these very texts, signed rightly. */
const signed = async (header: string, payload: string): Promise<string> => {
  const input = [header, payload].map((text) => toBase64Url(utf8(text))).join('.');
  return `${tokenOf(input, await world.signer.sign(utf8(input)))};${PARAMETERS}`;
};

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const namesOf = (value: unknown): string => (isObject(value) ? Object.keys(value).toSorted().join() : '');

/** What we believe must be so of a token that is taken, written once more and in another way. */
const isRight = (header: unknown, payload: unknown): boolean => {
  if (!isObject(header) || !isObject(payload)) return false;
  const { orig, dest, rcd, iat, attest, origid } = payload;
  const called = isObject(dest) ? dest.tn : undefined;
  return (
    namesOf(header) === 'alg,ppt,typ,x5u' &&
    [header.alg, header.ppt, header.typ, header.x5u].join() ===
      `ES256,shaken,passport,${CERTIFICATE_ADDRESS}` &&
    namesOf(orig) === 'tn' &&
    isObject(orig) &&
    orig.tn === CALLER &&
    namesOf(dest) === 'tn' &&
    Array.isArray(called) &&
    called.every((number) => typeof number === 'string' && /^[1-9][0-9]{6,14}$/.test(number)) &&
    called.includes(CALLEE) &&
    typeof iat === 'number' &&
    iat >= NOW / 1_000 - 60 &&
    iat <= NOW / 1_000 + 5 &&
    ['A', 'B', 'C'].some((known) => known === attest) &&
    typeof origid === 'string' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(origid) &&
    (!('rcd' in payload) || (isObject(rcd) && rcd.nam === CLAIMS.rcd?.nam))
  );
};

type Place = readonly (string | number)[];

const placesOf = (value: unknown, at: Place = []): readonly Place[] =>
  value !== null && typeof value === 'object'
    ? [at, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...at, name]))]
    : [at];

/** A value with what is at a place replaced, or left out. */
const replaced = (value: unknown, [name, ...rest]: Place, change: (member: unknown) => unknown): unknown => {
  if (name === undefined) return change(value);
  if (value === null || typeof value !== 'object') return value;
  const at = String(name);
  const members = Object.entries(value).flatMap(([known, member]) => {
    if (known !== at) return [[known, member]] as const;
    const next = replaced(member, rest, change);
    return next === undefined ? [] : [[known, next] as const];
  });
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
};

/** As text, also what has a member that is called as what makes texts of objects. */
const asText = (member: unknown): string =>
  (typeof member === 'object' ? JSON.stringify(member) : undefined) ?? String(member);

const changes = fc.oneof<fc.Arbitrary<(member: unknown) => unknown>[]>(
  fc.constant(() => undefined),
  fc.jsonValue().map((other) => () => other),
  fc.constant((member: unknown) => [member]),
  fc.constant((member: unknown) => JSON.stringify(member)),
  fc.constant((member: unknown) => Number(asText(member))),
  fc.constant((member: unknown) => (isObject(member) ? { ...member, uri: ['sip:a@b'] } : { tn: member })),
  fc.string({ unit: 'binary', maxLength: 3 }).map((more) => (member: unknown) => `${asText(member)}${more}`),
  fc.string({ unit: 'binary', maxLength: 3 }).map((more) => (member: unknown) => `${more}${asText(member)}`),
  fc.constant((member: unknown) => asText(member).toLowerCase()),
  fc.constant((member: unknown) => asText(member).toUpperCase()),
  fc
    .constantFrom(0, 1, 6, -59, -61, 0.5, 1e9)
    .map((more) => (member: unknown) => Number(asText(member)) + more),
  fc
    .tuple(
      fc.constantFrom('ppt', 'crit', 'kid', '__proto__', 'constructor', 'toString', 'tn'),
      fc.jsonValue(),
    )
    .map(
      ([name, other]) =>
        (member: unknown) =>
          isObject(member) ? Object.fromEntries([...Object.entries(member), [name, other]]) : member,
    ),
);

/** The header and payload of a good token with one to three things changed in them. */
const changedTokens = fc
  .array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 3 })
  .map((edits) =>
    edits.reduce<unknown>(
      (both, [at, change]) => {
        const places = placesOf(both).filter(({ length }) => length > 0);
        return replaced(both, places[at % places.length] ?? [], change);
      },
      { header: HEADER, payload: JSON.parse(JSON.stringify(CLAIMS)) as unknown },
    ),
  )
  .map((both) => (isObject(both) ? both : {}));

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** A name with its first letter as JSON may write it too. */
const spelled = (name: string): string =>
  `\\u${(name.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}${name.slice(1)}`;

describe('a token that its provider signed', () => {
  it('is taken only where all that decides is right, whatever else is changed', async () => {
    await fc.assert(
      fc.asyncProperty(changedTokens, async ({ header, payload }) => {
        const verdict = await check([await signed(textOf(header), textOf(payload))]);
        if (!verdict.accepted) return;
        const [read, said] = [header, payload].map((part) => JSON.parse(textOf(part)) as unknown);
        expect(isRight(read, said)).toBe(true);
        expect(verdict.claims).toMatchObject({ orig: { tn: CALLER } });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is refused where it says anything twice, at any depth and however it spells the name', async () => {
    const [header, payload] = [HEADER, CLAIMS].map((part) => JSON.stringify(part)) as [string, string];
    const twice = [...`${header} ${payload}`.matchAll(/"([a-z0-9]+)":/gi)].flatMap(([, name = '']) =>
      [name, spelled(name)].flatMap((again) => [
        [header.replace(`"${name}":`, `"${again}":"x","${name}":`), payload],
        [header, payload.replace(`"${name}":`, `"${again}":"x","${name}":`)],
      ]),
    );
    const verdicts = await Promise.all(
      twice
        .filter(([head, body]) => head !== header || body !== payload)
        .map(async ([head = '', body = '']) => check([await signed(head, body)])),
    );
    expect(verdicts.length).toBeGreaterThan(20);
    for (const verdict of verdicts) expect(verdict).toMatchObject({ accepted: false, fault: 'malformed' });
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"":', '}'],
  ])(
    'is a verdict and no error with %s within each other, as many as its length allows',
    async (_, open, close) => {
      const most = Math.floor((7_900 * 0.75) / (open.length + close.length));
      for (const depth of [most, Math.floor(most / 2), 10]) {
        const deep = `${open.repeat(depth)}0${close.repeat(depth)}`;
        for (const [head, body] of [
          [`{"x":${deep}}`, '{}'],
          ['{}', `{"x":${deep}}`],
        ] as const) {
          const header = await signed(head, body);
          expect(header.length).toBeLessThan(8_192);
          expect(await check([header])).toMatchObject({ accepted: false, code: 438 });
        }
      }
    },
  );

  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['a blank at its end', 'Giao hàng '],
    ['a blank of another kind', '\u00A0'],
    ['a filler', '\u3164'],
    ['a filler of another kind', 'Giao\u115Fhàng'],
    ['a joiner', 'Giao\u034Fhàng'],
    ['a soft hyphen', 'Giao\u00ADhàng'],
    ['a blank of Braille', 'Giao\u2800hàng'],
    ['a turn of direction', 'Giao \u202Ehàng'],
    ['a new line', 'Giao\nhàng'],
    ['a tag', 'Giao\u{E0041}hàng'],
    ['a character of private use', 'Giao\uE000hàng'],
    ['no character', 'Giao\uFFFFhàng'],
    ['half a character', 'Giao\uD800hàng'],
    ['another way to write a letter', 'Giao ha\u0300ng'],
  ])('is refused where the reason of the call has %s', async (_, crn) => {
    expect(await check([await signed(textOf(HEADER), textOf({ ...CLAIMS, crn }))])).toMatchObject({
      accepted: false,
      fault: 'wrong-claims',
    });
  });

  it.each(['Giao bưu phẩm', 'Giao hàng 📦', 'Cảm ơn ❤️', 'Thu hộ: 120.000 đ'])(
    'is taken with the reason of the call: %s',
    async (crn) => {
      const verdict = await check([await signed(textOf(HEADER), textOf({ ...CLAIMS, crn }))]);
      expect(verdict).toMatchObject({ accepted: true, claims: { crn } });
    },
  );
});

describe('a header', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      ';',
      ',',
      '=',
      '"',
      '<',
      '>',
      '.',
      '..',
      ' ',
      '\t',
      '\r\n',
      '\0',
      'info=',
      ';ppt=div',
      ';ppt=shaken',
    ),
    fc.constantFrom(PARAMETERS, goodToken, good, `;${PARAMETERS}`),
  );
  const edited = fc
    .array(fc.tuple(fc.nat(good.length), fc.nat(3), pieces), { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce((text, [at, gone, piece]) => text.slice(0, at) + piece + text.slice(at + gone), good),
    );

  it('is taken only with the very token that was sent, whatever is changed in it', async () => {
    await fc.assert(
      fc.asyncProperty(edited, async (text) => {
        const verdict = await check([text]);
        if (!verdict.accepted) return;
        expect(text.split(';')[0]?.trim()).toBe(goodToken);
        expect(text).toContain(`info=<${CERTIFICATE_ADDRESS}>`);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is taken beside others only where all can be read and one alone is of a caller', async () => {
    const kinds = {
      good,
      high: good.replace(/\.([^.;]+);/, (_, signature: string) => {
        const other = otherSignature(Uint8Array.from(Buffer.from(signature, 'base64url')));
        return `.${Buffer.from(other).toString('base64url')};`;
      }),
      div: (await signed(textOf({ ...HEADER, ppt: 'div' }), textOf({ dest: { tn: [CALLEE] } }))).replace(
        /shaken$/,
        'div',
      ),
      bare: await signed(textOf({ ...HEADER, ppt: undefined }), textOf(CLAIMS)),
      compact: `..${good.split('.')[2] ?? ''}`,
      junk: 'x',
      both: `${good},${good}`,
    };
    const callers: ReadonlySet<string> = new Set(['good', 'high']);
    const unreadable: ReadonlySet<string> = new Set(['compact', 'junk', 'both']);
    const names = fc.array(fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(names, async (chosen) => {
        const isOne = chosen.filter((name) => callers.has(name)).length === 1;
        const { accepted } = await check(chosen.map((name) => kinds[name]));
        expect(accepted).toBe(isOne && !chosen.some((name) => unreadable.has(name)));
      }),
    );
  });
});

/** What a number comes to that is dialled in Vietnam. */
const plain = (text: string): string => {
  const digits = text.replaceAll(/[ ().\n-]/g, '');
  return digits.replace(/^\+/, '').replace(/^0/, digits.startsWith('+') ? '0' : '84');
};

describe('a call', () => {
  it('is dated, where it has a date, within the minute before and five seconds after, and by a number', async () => {
    const offsets = fc.oneof(
      fc.integer({ min: -70_000, max: 15_000 }).map((offset) => NOW + offset),
      fc.double(),
      fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0),
    );
    await fc.assert(
      fc.asyncProperty(offsets, async (date) => {
        const { accepted } = await check([good], { date });
        expect(accepted).toBe(date >= NOW - 60_000 && date <= NOW + 5_000);
      }),
    );
  });

  it('is from and to the numbers of its token, however they are written, and no others', async () => {
    const marks = fc.constantFrom('', '', ' ', '-', '.', '(', ')');
    const written = fc
      .tuple(
        fc.constantFrom('+84', '84', '0', '0084', '+0', '+', '', '+840', '٠', '８４'),
        fc.constantFrom('2439447788', '912345678', '912345679', '91234567', '9123456780'),
        marks,
        fc.nat(9),
        fc.constantFrom('', '', ';ext=1', ',1', '#', '@x', '\n', '\u200B'),
      )
      .map(([prefix, digits, mark, at, end]) => prefix + digits.slice(0, at) + mark + digits.slice(at) + end);
    await fc.assert(
      fc.asyncProperty(written, written, async (from, to) => {
        const { accepted } = await check([good], { from, to });
        expect(accepted).toBe(plain(from) === CALLER && plain(to) === CALLEE);
        for (const text of [from, to])
          expect(canonicalNumber(text) ?? 'none').toMatch(/^([1-9]\d{6,14}|none)$/);
      }),
      { numRuns: 500, examples: [['+842439447788', '0912345678']] },
    );
  });
});

describe('a chain of certificates', () => {
  it('is trusted only by the leaf that stands first, however links of two authorities are mixed', async () => {
    const [ours, stranger] = [await stirAuthority(NOW), await stirAuthority(NOW)];
    const judge = certificateJudge({ anchors: [{ certificate: ours.rootCertificate }] });
    const links = [
      ours.leafCertificate,
      ours.middleCertificate,
      ours.rootCertificate,
      stranger.leafCertificate,
      stranger.middleCertificate,
      stranger.rootCertificate,
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...links), { maxLength: 5 }), async (chain) => {
        const { trusted } = await judge.judge(chain, NOW / 1_000);
        expect(trusted).toBe(chain[0] === ours.leafCertificate && chain.includes(ours.middleCertificate));
      }),
      { numRuns: 300 },
    );
  });
});
