import { changeSettings, tenantStore } from '@temkin/access';
import { LABEL_PROFILES } from '@temkin/labels';
import { afterEach, describe, expect, it } from 'vitest';
import { drawLabels, LABEL_FORMATS, picturesOf, scansOf, wordsOf } from '../support/drawn-labels.ts';
import { issue, labelOf } from '../support/parcels.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

const change = changeSettings({ tenants: tenantStore({ table: system.table }) });
const setLabels = (labels: Parameters<typeof change>[1]['labels'] & object) => change('demo', { labels });

afterEach(() => setLabels({ profile: 'strict', codOnLabel: false }));

const parcels = [await issue(system), await issue(system, { kind: 'opaque' }), await issue(system)];

describe('labels over HTTP', () => {
  it.each(LABEL_FORMATS)('are read by decoders of others, QR and Code 128, as %s', async (format) => {
    const answer = await drawLabels(system, format, parcels.map(labelOf), { by: 'desk-em' });
    expect(answer.results.map(({ index, status }) => [index, status])).toEqual([
      [0, 200],
      [1, 200],
      [2, 200],
    ]);
    expect(await scansOf(format, answer)).toEqual(
      parcels.map(({ token, waybillNumber }) => ({ zxing: token, jsqr: token, code128: waybillNumber })),
    );
    expect(answer.encoding).toBe(format === 'svg' || format === 'zpl' ? 'text' : 'base64');
  });

  it('are a picture for each or one document of all, and never both', async () => {
    for (const format of LABEL_FORMATS) {
      const { document, results } = await drawLabels(system, format, parcels.map(labelOf));
      const isDocument = format === 'zpl' || format === 'pdf';
      expect([format, document !== undefined]).toEqual([format, isDocument]);
      expect(results.filter(({ picture }) => (picture === undefined) !== isDocument)).toEqual([]);
    }
  });

  it('have the dots of the printer', async () => {
    for (const [dpi, width] of [
      [203, 800],
      [300, 1_181],
    ] as const)
      for (const format of ['png', 'zpl'] as const) {
        const answer = await drawLabels(system, format, parcels.slice(0, 1).map(labelOf), { dpi });
        expect(picturesOf(format, answer).map((picture) => picture.width)).toEqual([width]);
      }
  });

  it('say the places by the register, and the sort code that the parcel was issued with or that is given', async () => {
    const [parcel] = parcels.map(labelOf);
    const answer = await drawLabels(system, 'svg', [parcel, { ...parcel, sortCode: 'HN-BD-02' }]);
    const [own, given] = wordsOf('svg', answer);
    expect(own).toMatch(/>HN-BD-01<[^]*>N\*\*\* H\*\*\*<[^]*>Phường Ba Đình<[^]*>Thành phố Hà Nội</);
    expect(given).toContain('>HN-BD-02<');
  });

  it('keep nothing: all that is written is an event', async () => {
    const before = staged.committed.length;
    await drawLabels(system, 'png', parcels.map(labelOf));
    expect(staged.committed.slice(before).map(({ key }) => key.table)).toEqual(['outbox']);
    expect(system.faults).toEqual([]);
  });
});

describe('what a stranger may read', () => {
  const [parcel] = parcels.map(labelOf);
  const STREETS = {
    strict: /^(?![^]*Cấn)/,
    street: /[>\n]Phố Đội Cấn[<\n]/,
    clear: /[>\n]Số 8, Phố Đội Cấn[<\n]/,
  } as const;
  const withPhone = (phone: string) => ({
    ...parcel,
    recipient: {
      name: `Nguyễn Thị Hạnh ${phone}`,
      address: { street: `Số 8, Phố Đội Cấn, gọi ${phone}`, communeCode: '00004' },
    },
  });

  it.each(LABEL_PROFILES)('of the street is what the company lets be printed: %s', async (profile) => {
    await setLabels({ profile });
    for (const format of ['svg', 'pdf'] as const) {
      const [words = ''] = wordsOf(format, await drawLabels(system, format, [parcel]));
      expect(words).toContain('Phường Ba Đình');
      expect(words).toMatch(STREETS[profile]);
    }
  });

  it('of the amount is nothing unless the company has it printed', async () => {
    const asked = [{ ...parcel, codAmountVnd: 420_000 }];
    expect(wordsOf('svg', await drawLabels(system, 'svg', asked)).join()).not.toMatch(/420|COD/);
    await setLabels({ codOnLabel: true });
    expect(wordsOf('svg', await drawLabels(system, 'svg', asked)).join()).toContain('Thu hộ · COD 420.000 ₫');
    expect(wordsOf('svg', await drawLabels(system, 'svg', [parcel])).join()).not.toMatch(/420|COD/);
  });

  it('is no digit of a telephone number, wherever somebody wrote one, nor a whole name', async () => {
    for (const profile of LABEL_PROFILES) {
      await setLabels({ profile });
      for (const format of LABEL_FORMATS) {
        const [one, two] = await Promise.all(
          ['0912345678', '0987654321'].map((phone) => drawLabels(system, format, [withPhone(phone)])),
        );
        const drawn = (answer: typeof one) =>
          answer?.document ?? answer?.results.map(({ picture }) => picture);
        expect(drawn(one)).toEqual(drawn(two));
      }
      const answer = await drawLabels(system, 'svg', [withPhone('0912 345 678')]);
      expect(wordsOf('svg', answer).join()).not.toMatch(/Hạnh|912|345|678/);
    }
  });
});
