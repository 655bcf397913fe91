import type { Attribute, StoredItem } from '@temkin/storage';
import { TABLE_NAMES, tables } from '@temkin/storage';
import fc from 'fast-check';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { beganOf, newBackupId } from '../../packages/surfaces/cli/src/format/backup-id.ts';
import { BACKUP_ORDER, NEVER_BACKED_UP } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { fromCanonicalJson, toCanonicalJson } from '../../packages/surfaces/cli/src/format/canonical-json.ts';
import { CHUNK_LIMIT_BYTES, packChunks, unpackChunk } from '../../packages/surfaces/cli/src/format/chunk.ts';
import { sha256Hex } from '../../packages/surfaces/cli/src/format/digest.ts';
import {
  decodeManifest,
  destroyByOf,
  encodeManifest,
  type Manifest,
} from '../../packages/surfaces/cli/src/format/manifest.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => new Uint8Array(array));
const name = fc.oneof(
  fc.string(),
  fc.constantFrom('$bytes', '$map', '$', '__proto__', 'constructor', '10', '9', 'é', '\uD800'),
);

/** Whatever the table port may hold. */
const attribute = fc.letrec<{ readonly value: Attribute }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    // DynamoDB knows no negative zero.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    bytes,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Attribute>,
  ),
})).value;
const item = fc.dictionary(name, attribute, { maxKeys: 5 });

const shuffled = (value: Attribute): Attribute => {
  if (value instanceof Uint8Array || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shuffled);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, shuffled(inner)] as const)
      .toReversed(),
  );
};

describe('canonical JSON', () => {
  it('gives every stored value back', () => {
    fc.assert(
      fc.property(attribute, (value) => {
        const back = fromCanonicalJson(toCanonicalJson(value));
        expect(back).toEqual(value);
        expect(toCanonicalJson(back)).toBe(toCanonicalJson(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same text for the same value, in whatever order its names come', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(toCanonicalJson(shuffled(value))).toBe(toCanonicalJson(value));
      }),
    );
    expect(toCanonicalJson({ b: 1, a: [new Uint8Array([255]), true], 10: 'x', 9: 1e21 })).toBe(
      '{"10":"x","9":1e+21,"a":[{"$bytes":"/w=="},true],"b":1}',
    );
  });

  it('tells bytes from a map that looks like them', () => {
    const texts = [new Uint8Array([1]), { $bytes: 'AQ==' }, { $map: { $bytes: 'AQ==' } }].map(
      toCanonicalJson,
    );
    expect(new Set(texts).size).toBe(3);
    expect(fromCanonicalJson(texts[1] ?? '')).toEqual({ $bytes: 'AQ==' });
  });

  it.each([Number.NaN, Infinity, -Infinity])('has no word for %d', (number) => {
    expect(() => toCanonicalJson({ a: [number] })).toThrow(TypeError);
  });
});

const stored = (serial: number, inner: StoredItem['item']): StoredItem => ({
  key: { table: 'parcels', partition: `P#demo#${serial}`, sort: 'parcel' },
  item: inner,
});
const pagesOf = async function* (pages: readonly (readonly StoredItem[])[]) {
  yield* pages;
};
const collect = async <Value>(source: AsyncIterable<Value>): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for await (const value of source) values.push(value);
  return values;
};

describe('chunks', () => {
  it('give back all items in their order, and none is larger than its limit while it has two items', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(item, { maxLength: 6 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 2_000 }),
        async (pages, limit) => {
          const items = pages.map((page, p) => page.map((inner, i) => stored(p * 100 + i, inner)));
          const chunks = await collect(packChunks(pagesOf(items), limit));
          const back = await Promise.all(chunks.map((chunk) => unpackChunk('parcels', chunk.bytes)));
          expect(back.flat()).toEqual(items.flat());
          expect(back.map(({ length }) => length)).toEqual(chunks.map((chunk) => chunk.items));
          const large = chunks.filter((chunk) => gunzipSync(chunk.bytes).length > limit);
          expect(large.filter((chunk) => chunk.items > 1)).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are refused where they unpack to more than a chunk holds', async () => {
    await expect(unpackChunk('parcels', gzipSync(Buffer.alloc(CHUNK_LIMIT_BYTES + 1)))).rejects.toThrow(
      /larger than|buffer/i,
    );
  });
});

const BEGAN = Date.parse('2026-11-21T21:15:30.123Z');
const MANIFEST: Manifest = {
  id: '20261121T211530Z-0badcafe',
  began: '2026-11-21T21:15:30.123Z',
  ended: '2026-11-21T21:15:31.000Z',
  rootKeyFingerprint: '00'.repeat(16),
  logs: [{ tenant: 'ems', year: '2026', size: 7, root: 'cd'.repeat(32) }],
  tables: {
    parcels: {
      items: 2,
      destroyBy: destroyByOf('parcels', BEGAN),
      chunks: [{ name: 'x/parcels/000001.jsonl.gz', items: 2, bytes: 99, sha256: 'ab'.repeat(32) }],
    },
  },
};

describe('a manifest', () => {
  it('comes back as it was written', () => {
    expect(decodeManifest(MANIFEST.id, encodeManifest(MANIFEST))).toEqual(MANIFEST);
  });

  it('is refused with any bit of any byte flipped, cut anywhere, or with anything behind it', () => {
    const whole = encodeManifest(MANIFEST);
    for (let at = 0; at < whole.length; at += 1) {
      expect(() => decodeManifest(MANIFEST.id, whole.subarray(0, at)), `cut at ${at}`).toThrow('is damaged');
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ (1 << bit) : byte));
        expect(() => decodeManifest(MANIFEST.id, flipped), `byte ${at}`).toThrow('is damaged');
      }
    }
    expect(() => decodeManifest(MANIFEST.id, Buffer.concat([whole, Buffer.from(' ')]))).toThrow('is damaged');
  });

  it('is refused in the place of another', () => {
    expect(() => decodeManifest('20261121T211530Z-00000000', encodeManifest(MANIFEST))).toThrow('is damaged');
  });

  it('of the format before there were logs knows none', () => {
    const { logs: _, ...older } = MANIFEST;
    const backup = { format: 'temkin-backup-1', ...older } as unknown as Attribute;
    const text = toCanonicalJson({ backup, sha256: sha256Hex(toCanonicalJson(backup)) });
    expect(decodeManifest(MANIFEST.id, Buffer.from(text))).toEqual({ ...older, logs: [] });
  });

  it('of a format that is not known is another version’s', () => {
    const backup = { ...MANIFEST, format: 'temkin-backup-3' } as unknown as Attribute;
    const text = toCanonicalJson({ backup, sha256: sha256Hex(toCanonicalJson(backup)) });
    expect(() => decodeManifest(MANIFEST.id, Buffer.from(text))).toThrow('another version');
  });

  it.each(NEVER_BACKED_UP)('that has %s is none of ours', (table) => {
    const other = { ...MANIFEST, tables: { [table]: MANIFEST.tables.parcels } } as Manifest;
    expect(() => decodeManifest(MANIFEST.id, encodeManifest(other))).toThrow('another version');
  });

  it('of a table that is not known is another version’s', () => {
    const tablesOf = { ...MANIFEST.tables, robots: MANIFEST.tables.parcels };
    const other = { ...MANIFEST, tables: tablesOf } as Manifest;
    expect(() => decodeManifest(MANIFEST.id, encodeManifest(other))).toThrow('another version');
  });

  it('says for each table when its copy must be gone: the recovery window after the backup began', () => {
    for (const table of BACKUP_ORDER)
      expect(Date.parse(destroyByOf(table, BEGAN)) - BEGAN).toBe(tables[table].recoveryDays * 86_400_000);
  });
});

const sevens = (length: number): Uint8Array => new Uint8Array(length).fill(7);

describe('the id of a backup', () => {
  it('tells when it began, and sorts by that', () => {
    expect(newBackupId(BEGAN, sevens)).toBe('20261121T211530Z-07070707');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (a, b) => {
        const [first, second] = [newBackupId(a, sevens), newBackupId(b, sevens)];
        expect(beganOf(first)).toBe(Math.floor(a / 1_000) * 1_000);
        expect(Math.sign(first < second ? -1 : first > second ? 1 : 0)).toBe(
          Math.sign(Math.floor(a / 1_000) - Math.floor(b / 1_000)),
        );
      }),
    );
  });

  it.each(['', 'lost+found', '20261341T000000Z-00000000', '20261121T211530Z', '20261121T211530Z-0BADCAFE'])(
    'is not %j',
    (text) => expect(beganOf(text)).toBeUndefined(),
  );
});

describe('the order of a backup', () => {
  it('has every table once but heads and index of logs, the keys of calls, the index, the imports and the sweeps of the registry, what is sealed before the keys of tenants, the outbox last', () => {
    expect(NEVER_BACKED_UP).toEqual([
      'log-heads',
      'log-index',
      'call-keys',
      'subscriber-index',
      'registry-sweeps',
      'registry-bulk',
    ]);
    expect([...BACKUP_ORDER, ...NEVER_BACKED_UP].toSorted()).toEqual(TABLE_NAMES.toSorted());
    expect(BACKUP_ORDER.slice(0, 2)).toEqual(['releases', 'parcels']);
    expect(BACKUP_ORDER.slice(-2)).toEqual(['tenant-keys', 'outbox']);
  });
});
