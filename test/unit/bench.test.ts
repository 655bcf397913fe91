import { cryptoReady } from '@temkin/crypto';
import { LABEL_KINDS } from '@temkin/parcel/domain';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENT } from '../bench/src/cold/events.ts';
import type { Comparison } from '../bench/src/comparison.ts';
import { interleavedRates, pairedRatio, spreadOf } from '../bench/src/measure.ts';
import { parseOptions } from '../bench/src/options.ts';
import { generateParcels } from '../bench/src/parcels/generate-parcels.ts';
import { parcelFields } from '../bench/src/parcels/parcel-fields.ts';
import { allPeers } from '../bench/src/peers/all-peers.ts';
import { fieldsOf } from '../bench/src/peers/contestant.ts';
import { temkinLabel } from '../bench/src/peers/temkin.ts';
import { qrVersion } from '../bench/src/qr-version.ts';
import { mostInAnHour } from '../bench/src/rows/kms-calls.ts';
import { freshTransaction } from '../bench/src/store/sent-request.ts';
import { toTable } from '../bench/src/table.ts';

const DAY = Date.parse('2026-11-23T08:00:00+07:00');
const HOUR = 3_600_000;

const at = (purpose: string, hours: number) => ({ purpose, atMilliseconds: hours * HOUR });

const cells = (line = ''): readonly string[] => line.split('|').map((cell) => cell.trim());

beforeAll(() => cryptoReady);

/** Fifty parcels, and one without anything that may be absent. */
const parcels = [
  ...generateParcels(50, 7, DAY),
  ...generateParcels(1, 8, DAY).map(({ waybillNumber, recipient }) => ({
    waybillNumber,
    recipient,
    goods: { description: 'x' },
  })),
].map(parcelFields);

describe('the parcels of the bench', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(generateParcels(20, 1, DAY)).toEqual(generateParcels(20, 1, DAY));
    expect(generateParcels(20, 1, DAY)).not.toEqual(generateParcels(20, 2, DAY));
  });

  it('hold capitals, text without diacritics, and many different streets', () => {
    const streets = generateParcels(500, 1, DAY).map(({ recipient }) => recipient.address.street);
    expect(new Set(streets).size).toBeGreaterThan(450);
    expect(streets.some((street) => /\p{Lu}{4}/u.test(street))).toBe(true);
    expect(streets.some((street) => /^[\x20-\x7e]*[a-z]{4}[\x20-\x7e]*$/.test(street))).toBe(true);
  });
});

/** What a deployment need not tell its functions. */
const MAY_LACK = ['TEMKIN_LOG_LOCK_DAYS', 'TEMKIN_LOG_NEXT_SIGNING_KEY', 'TEMKIN_LOG_WITNESSES'];

it('tells functions all that they read before they start', () => {
  const lambdas = new URL('../../lambdas/', import.meta.url);
  const read = readdirSync(lambdas, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(new URL(file, lambdas), 'utf8').match(/TEMKIN_[A-Z_]+/g) ?? []);
  expect(read).toContain('TEMKIN_CALL_NETWORKS');
  const told = new Set(Object.keys(ENVIRONMENT));
  expect([...new Set(read)].filter((name) => !told.has(name)).toSorted()).toEqual(MAY_LACK);
});

describe('what the bench compares', () => {
  it.each(['sealed', 'sealed-all'] as const)(
    'gives back every field of a %s label that it was handed, by every peer',
    async (kind) => {
      const { groups } = LABEL_KINDS[kind];
      const contestants = [temkinLabel(kind), temkinLabel(kind, 1), ...Object.values(await allPeers(groups))];
      for (const contestant of contestants) {
        for (const parcel of parcels) {
          const fields = fieldsOf(parcel, groups);
          const token = await contestant.seal(fields);
          expect(await token.open(), contestant.name).toEqual(fields);
        }
      }
    },
  );

  it('hides what it seals: no peer writes a name in clear', async () => {
    const [fields] = parcels;
    if (fields === undefined) throw new Error('there is no parcel');
    const name = fields.delivery.recipientName;
    const inClear = Buffer.from(JSON.stringify({ recipientName: name })).toString('base64url');
    for (const contestant of Object.values(await allPeers(['delivery', 'payment']))) {
      const { text } = await contestant.seal(fields);
      expect(text).not.toContain(name);
      expect(text).not.toContain(inClear.slice(8, 24));
    }
  });

  it('asks for the QR version that ISO/IEC 18004 Table 7 gives', () => {
    expect(qrVersion('A'.repeat(154), 'alphanumeric', 'M')).toBe(6);
    expect(qrVersion('A'.repeat(155), 'alphanumeric', 'M')).toBe(7);
    expect(qrVersion('A'.repeat(67), 'alphanumeric', 'Q')).toBe(4);
    expect(qrVersion('A'.repeat(68), 'alphanumeric', 'Q')).toBe(5);
    expect(qrVersion('a'.repeat(106), 'byte', 'M')).toBe(6);
    expect(qrVersion('a'.repeat(107), 'byte', 'M')).toBe(7);
  });
});

describe('measuring', () => {
  it('takes medians, 95th and 99th percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(spreadOf(hundred)).toEqual({ median: 50, p95: 95, p99: 99, minimum: 1, maximum: 100 });
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, p95: 3, p99: 3, minimum: 1, maximum: 3 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('compares within rounds, so that a slow round of both changes nothing', () => {
    expect(pairedRatio([20, 2, 200], [10, 1, 100])).toBe(2);
    expect(() => pairedRatio([1], [1, 2])).toThrow(RangeError);
  });

  it('runs every operation in every round and leaves the first out', async () => {
    const order: string[] = [];
    const note = (name: string) => () => {
      if (order.at(-1) !== name) order.push(name);
    };
    const rates = await interleavedRates(
      { a: note('a'), b: async () => note('b')() },
      { rounds: 2, milliseconds: 1 },
    );
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(rates.a).toHaveLength(2);
    expect(rates.b.every(({ perSecond }) => perSecond > 0)).toBe(true);
  });

  it('finds the hour with the most calls of one purpose', () => {
    const calls = [at('a', 0), at('a', 0.9), at('a', 1), at('a', 1.5), at('b', 0.95), at('a', 3)];
    expect(mostInAnHour(calls)).toBe(3);
    expect(mostInAnHour([])).toBe(0);
  });

  it('repeats a transaction with keys and a token of its own, and the same checks', () => {
    const check = { ConditionCheck: { TableName: 't', Key: { pk: { S: 'c' } }, ConditionExpression: 'x' } };
    const input = {
      ClientRequestToken: '0192f0c1-2b7e-7abc-8def-0123456789ab',
      TransactItems: [check, { Put: { TableName: 't', Item: { pk: { S: 'p' }, sk: { S: 's' } } } }],
    };
    const again = freshTransaction(input, '12');
    expect(again.TransactItems).toEqual([
      check,
      { Put: { TableName: 't', Item: { pk: { S: 'p~12' }, sk: { S: 's' } } } },
    ]);
    expect(again.ClientRequestToken).toMatch(/^.{33}~12$/);
  });
});

describe('the table', () => {
  const line: Comparison = {
    row: 3,
    what: 'seal',
    ours: { text: '20 k/s', value: 20_000 },
    peer: { name: 'jose', text: '10 k/s', value: 10_000 },
    ratio: 2,
    goal: { text: '≥ 1.5 ×', met: true },
  };

  it('has a line for each comparison, under its headers', () => {
    const [headers, rule, first, second] = toTable([
      line,
      { ...line, ratio: 0.00042, goal: { text: '≥ 1.5 ×', met: false } },
    ]).split('\n');
    expect(cells(headers)).toEqual(['', '#', 'what', 'ours', 'peer', 'limit', 'ratio', 'goal', 'met', '']);
    expect(rule).toMatch(/^\|(?:-+\|){8}$/);
    expect(cells(first)).toEqual([
      '',
      '3',
      'seal',
      '20 k/s',
      'jose: 10 k/s',
      '',
      '2.00 ×',
      '≥ 1.5 ×',
      'yes',
      '',
    ]);
    expect(cells(second).slice(6, 9)).toEqual(['0.0004 ×', '≥ 1.5 ×', '**no**']);
  });

  it('leaves what was not measured empty', () => {
    const { row, what, ours } = line;
    expect(toTable([{ row, what, ours }]).split('\n').at(-1)).toMatch(
      /^\| 3 +\| seal +\| 20 k\/s +(?:\| +){5}\|$/,
    );
  });
});

describe('the command line', () => {
  it('takes rows by number, and no others', () => {
    expect(parseOptions(['--rows', '1,3', '--quick'], [1, 2, 3])).toEqual({
      rows: [1, 3],
      quick: true,
      help: false,
    });
    expect(parseOptions([], [1])).toEqual({ quick: false, help: false });
    expect(() => parseOptions(['--rows', '7'], [1, 2, 3])).toThrow('--rows takes numbers among 1, 2, 3');
    expect(() => parseOptions(['--fast'], [1])).toThrow(TypeError);
  });
});
