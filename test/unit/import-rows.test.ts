import {
  CHANNELS,
  csvFields,
  HOLDER_KINDS,
  judgeRow,
  misnamedColumns,
  NUMBER_USES,
  PAYMENTS,
  ROW_CODES,
  rowReader,
  rowTexts,
  writtenRow,
  type FileForm,
  type ImportRow,
  type ReadRow,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, ndjson } from '../support/import-files.ts';
import { CHECKED_AT, completeRecord } from '../support/subscriber-records.ts';

const ROWS: readonly ImportRow[] = HOLDER_KINDS.flatMap((kind) =>
  NUMBER_USES.flatMap((use) =>
    CHANNELS.flatMap((channel) =>
      PAYMENTS.map((payment) => ({
        record: completeRecord({ kind, use, channel, payment }),
        verifiedAt: CHECKED_AT - 60_000,
      })),
    ),
  ),
);

const readAll = (text: string, form: FileForm): readonly ReadRow[] => {
  const read = rowReader(form);
  return [...rowTexts(text, form)].flatMap((row) => (row === undefined ? [] : [read(row)]));
};

const NDJSON: FileForm = { format: 'ndjson' };

/** Why rows are none. */
const broken = (text: string, of: FileForm) => readAll(text, of).map((row) => row.broken);

const complete = (): ImportRow => ({ record: completeRecord(), verifiedAt: CHECKED_AT - 60_000 });

/** What becomes of a row of an old system in this state. */
const ofState = (state: 'suspended-one-way' | 'terminated') => {
  const { record } = complete();
  const subscription = { ...record.subscription, state, serviceEnd: CHECKED_AT };
  return judgeRow({ row: { record: { ...record, subscription } }, misfits: [] }, 'legacy', CHECKED_AT);
};

/** A row with something else somewhere. */
const rowWith = (change: (row: Record<string, Record<string, unknown>>) => void): ReadRow => {
  const row = structuredClone(writtenRow(complete())) as Record<string, Record<string, unknown>>;
  change(row);
  const [read] = readAll(JSON.stringify(row), NDJSON);
  if (read === undefined) throw new Error('the row is blank');
  return read;
};

/** What is read of what else a document prints, and what does not fit. */
const readOther = (other: unknown) => {
  const [read] = readAll(
    `${JSON.stringify({
      holder: { kind: 'citizen', document: { kind: 'identity-card', other } },
      subscription: { use: 'person', payment: 'prepaid', ordinal: 1 },
    })}\n`,
    NDJSON,
  );
  return [read?.row?.record.holder.document?.other, read?.misfits];
};

describe('a row of an import', () => {
  it('is read from NDJSON and from CSV as it was written, whoever holds the number', () => {
    expect(readAll(ndjson(ROWS), NDJSON).map(({ row }) => row)).toStrictEqual(ROWS);
    const { columns, text } = csv(ROWS);
    expect(misnamedColumns(columns)).toEqual([]);
    const read = readAll(text, { format: 'csv', columns });
    expect(read.map(({ row }) => row)).toStrictEqual(ROWS);
    expect(read.flatMap(({ misfits }) => misfits)).toEqual([]);
  });

  it('is read from either as it was written, whatever its texts are', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(texts, texts, texts, (name, printed, caption) => {
        const record = completeRecord();
        const holder = {
          ...record.holder,
          name,
          address: { printed },
          document: { kind: 'identity-card', other: { [caption.replaceAll('.', '-')]: name } },
        } as const;
        const row: ImportRow = { record: { ...record, holder } };
        expect(readAll(ndjson([row]), NDJSON).map((one) => one.row)).toStrictEqual([row]);
        const { columns, text } = csv([row]);
        expect(readAll(text, { format: 'csv', columns }).map((one) => one.row)).toStrictEqual([row]);
      }),
    );
  });

  it('has what else a document prints as the API has it, a list of captions and texts', () => {
    const printed = [
      { caption: 'Dân tộc', text: 'Kinh' },
      { caption: '__proto__', text: 'x' },
    ];
    const [other, misfits] = readOther(printed);
    expect([Object.entries(other ?? {}), misfits]).toEqual([
      [
        ['Dân tộc', 'Kinh'],
        ['__proto__', 'x'],
      ],
      [],
    ]);
    for (const none of [
      { 'Dân tộc': 'Kinh' },
      [{ caption: 'Dân tộc' }],
      [{ ...printed[0], more: 1 }],
      'Kinh',
    ])
      expect(readOther(none)).toEqual([undefined, ['/holder/document/other']]);
  });

  it('is counted by whoever cuts a file as by whoever reads it, whatever is in the file', () => {
    const odd = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' '), maxLength: 60 });
    fc.assert(
      fc.property(odd, odd, (one, other) => {
        const text = one + other;
        let rows = 0;
        for (let at = 0; at < text.length; rows += 1) {
          const { next } = csvFields(text, at);
          expect(next).toBeGreaterThan(at);
          at = next;
        }
        expect([...rowTexts(text, { format: 'csv', columns: ['holder.name'] })]).toHaveLength(rows);
      }),
    );
  });

  it('counts where it is blank, and means nothing', () => {
    const [one] = ROWS;
    if (one === undefined) throw new Error('no rows');
    expect([...rowTexts(`\n${ndjson([one])}\r\n`, NDJSON)].map((row) => row !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
    expect([...rowTexts('a\r\n\r\n"b"', { format: 'csv', columns: ['holder.name'] })]).toEqual([
      { fields: ['a'] },
      undefined,
      { fields: ['b'] },
    ]);
  });

  it('is none where it is cut, too long, of other columns, not UTF-8 or no object', () => {
    const form: FileForm = { format: 'csv', columns: ['holder.name', 'subscription.msisdn'] };
    expect(broken('a\n"b"c,d\ne"f,g\n"h,i', form)).toEqual(Array(4).fill('malformed-row'));
    expect(broken(`${'x'.repeat(70_000)},y\nz,\uFFFD`, form)).toEqual(['row-too-long', 'not-utf-8']);
    expect(broken('{"holder":\n[1]\n7\nnull\n"\uFFFD"', NDJSON)).toEqual([
      'malformed-row',
      'malformed-row',
      'malformed-row',
      'malformed-row',
      'not-utf-8',
    ]);
  });

  it('may not have columns that no record has, or one of them twice', () => {
    const columns = [
      'holder.name',
      'holder.document',
      'holder.documentImages.0.sha256',
      'holder.documentImages.11.sha256',
      'holder.document.other.Quê quán',
      'holder.constructor',
      'verifiedAt',
      'holder.name',
      '',
    ];
    expect(misnamedColumns(columns)).toEqual([1, 3, 5, 7, 8]);
  });

  it.each<[string, (row: Record<string, Record<string, unknown>>) => void]>([
    [
      '/holder/document/kind',
      ({ holder }) => Object.assign(holder ?? {}, { document: { kind: 'library-card' } }),
    ],
    ['/holder/name', ({ holder }) => Object.assign(holder ?? {}, { name: 'x'.repeat(501) })],
    [
      '/holder/portrait/takenAt',
      ({ holder }) => Object.assign(holder?.['portrait'] ?? {}, { takenAt: '2026-11-31' }),
    ],
    [
      '/holder/documentImages/0/sha256',
      ({ holder }) => Object.assign(holder ?? {}, { documentImages: [{ imageId: 'a', sha256: 'b' }] }),
    ],
    ['/subscription', ({ subscription }) => Object.assign(subscription ?? {}, { nickname: 'x' })],
    [
      '/subscription/registeredAt',
      ({ subscription }) => Object.assign(subscription ?? {}, { registeredAt: 1 }),
    ],
  ])(
    'with a value that no field can have, %s, is refused strictly, and a defect of the old',
    (pointer, change) => {
      const read = rowWith(change);
      expect(judgeRow(read, 'strict', CHECKED_AT)).toMatchObject({
        outcome: 'rejected',
        faults: expect.arrayContaining([{ code: 'malformed-field', pointer }]),
      });
      const verdict = judgeRow(read, 'legacy', CHECKED_AT);
      expect(verdict).toMatchObject({
        outcome: 'accepted',
        defects: expect.arrayContaining([{ code: 'malformed-field', pointer, grade: 'moderate' }]),
      });
    },
  );

  it.each(['holder', 'subscription'])(
    'without a %s, or without what says of which kind it is, is none in any mode',
    (part) => {
      const lacking = rowWith((row) => delete row[part]);
      const kind = part === 'holder' ? 'kind' : 'use';
      const unknown = rowWith((row) => Object.assign(row[part] ?? {}, { [kind]: 'other' }));
      for (const mode of ['strict', 'legacy'] as const) {
        expect(judgeRow(lacking, mode, CHECKED_AT)).toMatchObject({ faults: [{ pointer: `/${part}` }] });
        expect(judgeRow(unknown, mode, CHECKED_AT)).toMatchObject({
          outcome: 'rejected',
          faults: expect.arrayContaining([{ code: 'malformed-field', pointer: `/${part}/${kind}` }]),
        });
      }
    },
  );

  it('comes in strictly where it is whole and says when its holder was verified', () => {
    for (const row of ROWS)
      expect(judgeRow({ row, misfits: [] }, 'strict', CHECKED_AT)).toMatchObject({
        outcome: 'accepted',
        standing: { state: 'active', holds: [] },
        defects: [],
        beginsTimeline: false,
      });
    const { record } = complete();
    expect(judgeRow({ row: { record }, misfits: [] }, 'strict', CHECKED_AT)).toEqual({
      outcome: 'rejected',
      faults: [{ code: 'not-verified', pointer: '/verifiedAt' }],
    });
    const pending = { ...record, subscription: { ...record.subscription, state: 'pending' } } as const;
    expect(judgeRow({ row: { record: pending }, misfits: [] }, 'strict', CHECKED_AT)).toMatchObject({
      outcome: 'accepted',
    });
  });

  it.each([
    ['time-in-future', CHECKED_AT + 1],
    ['verified-before-registration', Date.parse('2001-01-01T00:00:00Z')],
  ] as const)(
    'whose verification cannot have been then, %s, is refused strictly, and comes in unverified of the old',
    (code, verifiedAt) => {
      const read = { row: { ...complete(), verifiedAt }, misfits: [] };
      const fault = { code, pointer: '/verifiedAt' };
      expect(judgeRow(read, 'strict', CHECKED_AT)).toEqual({ outcome: 'rejected', faults: [fault] });
      expect(judgeRow(read, 'legacy', CHECKED_AT)).toMatchObject({
        outcome: 'accepted',
        row: { record: complete().record },
        defects: [{ ...fault, grade: 'moderate' }],
      });
      const verdict = judgeRow(read, 'legacy', CHECKED_AT);
      expect(verdict.outcome === 'accepted' && verdict.row).not.toHaveProperty('verifiedAt');
    },
  );

  it('comes in as legacy whatever it lacks but its number, and a severe defect begins the timeline', () => {
    const bare: ImportRow = {
      record: {
        holder: { kind: 'citizen' },
        subscription: { msisdn: '0912345678', use: 'person', payment: 'prepaid', ordinal: 1 },
      },
    };
    const verdict = judgeRow({ row: bare, misfits: [] }, 'legacy', CHECKED_AT);
    expect(verdict).toMatchObject({
      outcome: 'accepted',
      standing: { state: 'active' },
      beginsTimeline: true,
    });
    if (verdict.outcome !== 'accepted') throw new Error('a reject');
    expect(new Set(verdict.defects.map(({ grade }) => grade))).toEqual(new Set(['severe', 'moderate']));
    const { msisdn: _msisdn, ...nameless } = bare.record.subscription;
    const without = { row: { record: { ...bare.record, subscription: nameless } }, misfits: [] };
    expect(judgeRow(without, 'legacy', CHECKED_AT)).toEqual({
      outcome: 'rejected',
      faults: [{ code: 'missing-msisdn', pointer: '/subscription/msisdn' }],
    });
  });

  it('keeps the state of an old system as a hold of its own, and begins no timeline for what is not served', () => {
    expect(ofState('suspended-one-way')).toMatchObject({
      standing: { state: 'suspended-one-way', holds: [{ cause: 'imported', level: 'one-way' }] },
    });
    expect(ofState('terminated')).toMatchObject({ standing: { state: 'terminated' }, beginsTimeline: false });
  });

  it('says in codes and pointers alone what is wrong with it', () => {
    const secret = 'Nguyễn Thị Hoà 001190012345';
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify({
          holder: { kind: secret, [secret]: value },
          subscription: value,
          [secret]: 1,
        });
        for (const read of readAll(text, NDJSON))
          for (const mode of ['strict', 'legacy'] as const)
            expect(JSON.stringify(judgeRow(read, mode, CHECKED_AT))).not.toContain('Nguyễn');
      }),
    );
    expect(new Set(ROW_CODES).size).toBe(ROW_CODES.length);
  });
});
