import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { drawLabels, LABEL_FORMATS, scansOf, type LabelFormat } from '../support/drawn-labels.ts';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { issue, labelOf, type Issued } from '../support/parcels.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const DAY = 86_400_000;

afterEach(() => {
  staged.stage();
  staged.beforeGet();
});

const revoke = ({ parcelId }: Issued) =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'label-wrong' });

/** The same token with its last character another. */
const forged = (parcel: Issued): Issued => ({
  ...parcel,
  token: parcel.token.slice(0, -1) + (parcel.token.endsWith('0') ? '1' : '0'),
});

const codesIn = async (format: LabelFormat, items: readonly unknown[]) => {
  const answer = await drawLabels(system, format, items);
  expect(answer.results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
  return answer.results.map(({ status, problem }) => problem?.code ?? status);
};

const old = await issue(system);
system.clock.advance(400 * DAY);
const [first, revoked, last] = [await issue(system), await issue(system), await issue(system)];
await revoke(revoked);
const opaque = await issue(system, { kind: 'opaque' });

const BAD: readonly (readonly [string, string, unknown])[] = [
  ['PARCEL.TOKEN_MALFORMED', 'no token', labelOf({ ...first, token: 'TK1:NOT' })],
  ['PARCEL.TOKEN_FORGED', 'a token that was altered', labelOf(forged(opaque))],
  ['PARCEL.UNKNOWN', 'a token of another company', labelOf(await issue(system, {}, 'other-order-system'))],
  ['PARCEL.REVOKED', 'a revoked label', labelOf(revoked)],
  ['PARCEL.SHREDDED', 'a label whose key is past its last day', labelOf(old)],
  [
    'PARCEL.LABEL_MISMATCH',
    'another waybill number',
    labelOf({ ...first, waybillNumber: last.waybillNumber }),
  ],
  [
    'REQUEST.INVALID',
    'a telephone number',
    { ...labelOf(first), recipient: { ...labelOf(first).recipient, phone: '0912345678' } },
  ],
  ['REQUEST.INVALID', 'nothing at all', null],
];

describe('a label that must not be printed', () => {
  it.each(LABEL_FORMATS)('sinks no other: %s holds the good ones in their order', async (format) => {
    const items = [labelOf(first), ...BAD.map(([, , item]) => item), labelOf(last)];
    const answer = await drawLabels(system, format, items);
    expect(answer.results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
    expect(answer.results.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      ...BAD.map(([code]) => code),
      undefined,
    ]);
    expect((await scansOf(format, answer)).map(({ zxing }) => zxing)).toEqual([first.token, last.token]);
  });

  it.each(BAD)('is refused with %s: %s', async (code, _what, item) => {
    for (const format of LABEL_FORMATS) {
      const answer = await drawLabels(system, format, [item]);
      expect([answer.status, answer.results[0]?.problem?.code]).toEqual([200, code]);
      expect([answer.document, answer.results[0]?.picture]).toEqual([undefined, undefined]);
    }
  });

  it('is told what is wrong with it, by a pointer through the whole body', async () => {
    const { recipient, ...item } = labelOf(first);
    const elsewhere = { ...recipient, address: { ...recipient.address, communeCode: '00070' } };
    const { results } = await drawLabels(system, 'svg', [
      labelOf(last),
      { ...item, waybillNumber: 'NONE-1', recipient: elsewhere },
      { ...item, recipient: { ...recipient, name: '' } },
    ]);
    const pointers = results.map(({ problem }) => problem?.errors?.map(({ pointer }) => pointer));
    expect(pointers).toEqual([
      undefined,
      ['/items/1/waybillNumber', '/items/1/recipient/address/communeCode'],
      ['/items/2/recipient/name'],
    ]);
  });

  it('is on record with its code, where it is of this capability, and names no token', async () => {
    const { results } = await drawLabels(system, 'svg', [labelOf(revoked), labelOf(forged(opaque)), null]);
    const events = await Promise.all(
      results.map(({ auditEvent }) => recordedEvent(system.table, auditEvent)),
    );
    expect(events.map((event) => [event?.api.operation, event?.status_code])).toEqual([
      ['label.render', 'PARCEL.REVOKED'],
      ['label.render', 'PARCEL.TOKEN_FORGED'],
      [undefined, undefined],
    ]);
    expect(JSON.stringify(events)).not.toContain(opaque.token.slice(4));
  });

  it('is none of too many, of dots without a printer, or of another format', async () => {
    for (const [body, pointer] of [
      [{ format: 'svg', items: Array.from({ length: 101 }, () => labelOf(first)) }, '/items'],
      [{ format: 'svg', items: [] }, '/items'],
      [{ format: 'pdf', dpi: 300, items: [labelOf(first)] }, '/dpi'],
      [{ format: 'zpl', dpi: 600, items: [labelOf(first)] }, '/dpi'],
      [{ format: 'gif', items: [labelOf(first)] }, '/format'],
    ] as const) {
      const answer = await system.as('order-system').post('/v1/labels', body);
      expect(await answer.json()).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ pointer }] });
    }
  });
});

describe('labels that are drawn', () => {
  it('are on record before, each parcel by its pseudonym, once though it is asked for twice', async () => {
    const before = (await recordedEvents(system.table)).length;
    const answer = await drawLabels(system, 'zpl', [first, last, first].map(labelOf));
    const events = (await recordedEvents(system.table)).slice(before);
    expect(answer.results.map(({ auditEvent }) => auditEvent)).toEqual(
      [0, 1, 2].map(() => events[0]?.metadata.uid),
    );
    expect(
      events.map(({ api, status_id, resources }) => [api.operation, status_id, resources.length]),
    ).toEqual([['label.render', 1, 2]]);
    expect(await scansOf('zpl', answer)).toHaveLength(3);
  });

  it('are none where the label is revoked before the event is written', async () => {
    const parcel = await issue(system);
    staged.inBetween(() => revoke(parcel));
    expect(await codesIn('pdf', [labelOf(parcel), labelOf(first)])).toEqual(['PARCEL.REVOKED', 200]);
  });

  it('are none where the label is revoked while its item is found, and say so', async () => {
    const parcel = await issue(system);
    const { parcelId, labelId } = parcel;
    const revocation = new Promise<void>((resolve) => {
      staged.afterReading(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }), async () => {
        await revoke(parcel);
        resolve();
      });
    });
    staged.beforeReading(keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }), () => revocation);
    expect(await codesIn('svg', [labelOf(parcel)])).toEqual(['PARCEL.REVOKED']);
  });

  it.each([
    ['the store is down', 'AUDIT.UNAVAILABLE', down],
    ['the event is lost', 'STORE.OUTCOME_UNKNOWN', cut],
    ['the event is written and the answer lost', 'STORE.OUTCOME_UNKNOWN', unconfirmed],
  ])('are none where %s', async (_what, code, stage) => {
    staged.stage(stage);
    const answer = await drawLabels(system, 'png', [labelOf(first), labelOf(last)]);
    expect(answer.results.map(({ problem, picture }) => [problem?.code, picture])).toEqual([
      [code, undefined],
      [code, undefined],
    ]);
  });

  it('are those for which there is time; the others say so', async () => {
    const parcels = await Promise.all(Array.from({ length: 45 }, () => issue(system)));
    staged.stage((commit) => {
      system.clock.advance(10_000);
      return commit();
    });
    const codes = await codesIn('zpl', parcels.map(labelOf));
    expect(codes).toEqual(parcels.map((_, index) => (index < 40 ? 200 : 'REQUEST.OUT_OF_TIME')));
    expect(system.faults).toEqual([]);
  });
});
