import { changeSettings, tenantStore } from '@temkin/access';
import { describe, expect, it } from 'vitest';
import {
  bringTo,
  handTo,
  issue,
  newParcel,
  openCase,
  openShift,
  scan,
  type Issued,
} from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { released, type Released } from '../support/releases.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const change = changeSettings({ tenants: tenantStore(system) });
const keep = (keeping: 'escrow' | 'label-only') => change('demo', { keeping });

interface Read {
  readonly code?: string;
  readonly groups?: readonly string[];
  readonly fields?: Readonly<Record<string, unknown>>;
}

const readBy = async (path: string, by: string, asked: object) => {
  const answer = await system.as(by).post(path, asked);
  const body = (await answer.json()) as Read;
  return { answer, body, said: body.code ?? body.groups };
};

const open = (by: string, { waybillNumber }: Issued, purpose: string, more: object = {}) =>
  readBy('/v1/parcels/open', by, { waybillNumber, purpose, ...more });

const resolve = (by: string, { token }: Issued, purpose: string, more: object = {}) =>
  readBy('/v1/parcels/resolve', by, { token, purpose, ...more });

const caseAbout = async ({ parcelId }: Issued, kind: string) =>
  (await openCase(system, { parcelId, kind, reason: 'damaged' })).caseId;

/** Parcels on their way back, at the desk of HN-BA-DINH. */
const returned = async (count: number): Promise<readonly Issued[]> => {
  const parcels = Array.from({ length: count }, () => newParcel());
  const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly parcel: Issued }[] };
  const holder = { type: 'facility', id: 'HN-BA-DINH' };
  for (const event of ['accepted', 'arrived', 'returning']) {
    const scans = results.map(({ parcel: { parcelId } }) => ({
      parcelId,
      event,
      ...(event !== 'returning' && { holder }),
    }));
    await scan(system, 'order-system', scans);
  }
  return results.map(({ parcel }) => parcel);
};

const issuing = async (overrides: object) => {
  const answer = await system.as('order-system').post('/v1/parcels', newParcel({ ...overrides }));
  const { code } = (await answer.json()) as Read;
  return [answer.status, code];
};

/** What everybody says who reads by waybill number because the label is destroyed; each line needs its own record. */
const withoutLabel = async (parcel: Issued, releaseId?: string) => {
  const [support, dispute, inspection] = await Promise.all(
    ['support', 'dispute', 'inspection'].map((kind) => caseAbout(parcel, kind)),
  );
  const said = [
    await open('support-phuc', parcel, 'support', { caseId: support }),
    await open('dispatcher-phong', parcel, 'route'),
    await open('dispatcher-phong', parcel, 'reprint'),
    await open('support-phuc', parcel, 'dispute', { caseId: dispute }),
    await open('inspector-dung', parcel, 'inspection', { caseId: inspection }),
    await open('desk-em', parcel, 'return'),
    await open('privacy-nga', parcel, 'authority', releaseId === undefined ? {} : { caseId: releaseId }),
  ];
  return said.map((one) => one.said);
};

describe('a hundred destroyed labels', () => {
  const TENS = Array.from({ length: 10 }, (_, at) => at + 1);

  it.each(TENS)('keep nobody from a parcel with an escrow copy who may read it (ten, %i)', async () => {
    await keep('escrow');
    const parcels = await returned(10);
    const releases: Released[] = [];
    for (const { parcelId } of parcels) releases.push(await released(system, { parcelId }));
    const all = parcels.map((parcel, at) => withoutLabel(parcel, releases[at]?.releaseId));
    for (const said of await Promise.all(all))
      expect(said).toEqual([
        ['delivery'],
        ['delivery'],
        ['delivery', 'payment'],
        ['delivery', 'payment', 'contents'],
        ['contents'],
        ['sender'],
        ['delivery'],
      ]);
    // The hour's ceiling is not what this is about.
    system.clock.advance(3_600_000);
  });

  it('are the end of it where a company keeps nothing besides them, and everybody is told why', async () => {
    await keep('label-only');
    for (const said of await Promise.all((await returned(20)).map((parcel) => withoutLabel(parcel))))
      expect(said).toEqual(Array.from({ length: 7 }, () => 'PARCEL.LABEL_ONLY'));
  });
});

describe('a parcel of a company that keeps nothing besides the label', () => {
  it('leaves no escrow copy behind, and no group beside its label', async () => {
    await keep('label-only');
    const before = staged.committed.length;
    const parcel = await issue(system);
    expect(parcel.kind).toBe('sealed-all');
    const written = staged.committed.slice(before);
    expect(written.map(({ key }) => key.table)).toContain('parcel-keys');
    expect(written.map(({ key }) => key.table)).not.toContain('parcel-escrow');
    expect(written.filter((write) => write.kind === 'put' && 'groups' in write.item)).toEqual([]);
  });

  it('is read from its label: at the door, at the desk, on its way back, in an inspection and a dispute', async () => {
    await keep('label-only');
    const { shiftId } = await openShift(system, 'shipper-an');
    const [door, desk, [back]] = [await issue(system), await issue(system), await returned(1)];
    if (back === undefined) throw new Error('nothing is on its way back');
    await handTo(system, door, shiftId);
    await bringTo(system, desk);
    const [inspection, dispute] = [await caseAbout(desk, 'inspection'), await caseAbout(desk, 'dispute')];

    expect((await resolve('shipper-an', door, 'delivery')).said).toEqual(['delivery', 'payment']);
    expect((await resolve('desk-em', desk, 'pickup-desk')).said).toEqual(['delivery', 'payment']);
    expect((await resolve('desk-em', back, 'return')).body).toMatchObject({
      groups: ['sender'],
      fields: { sender: { name: 'Trần Văn Dũng' } },
    });
    expect((await resolve('inspector-dung', desk, 'inspection', { caseId: inspection })).body).toMatchObject({
      groups: ['contents'],
      fields: { goods: { description: 'Áo khoác gió nữ' } },
    });
    expect((await resolve('support-phuc', desk, 'dispute', { caseId: dispute })).said).toEqual([
      'delivery',
      'payment',
      'contents',
    ]);
    for (const [by, purpose] of [
      ['support-phuc', 'support'],
      ['desk-em', 'reprint'],
      ['inspector-dung', 'delivery'],
    ] as const)
      expect((await resolve(by, desk, purpose)).said).toBe('PARCEL.PURPOSE_NOT_ALLOWED');
  });

  it('is not opaque, and has to fit on its label', async () => {
    await keep('label-only');
    expect(await issuing({ kind: 'opaque' })).toEqual([422, 'PARCEL.KIND_NOT_ALLOWED']);
    const goods = { description: '🎁'.repeat(300) };
    expect(await issuing({ goods })).toEqual([422, 'PARCEL.TOO_LARGE']);
  });

  it('has the refusal of who tried without its label on record', async () => {
    await keep('label-only');
    const parcel = await issue(system);
    const { answer } = await open('dispatcher-phong', parcel, 'route');
    expect(answer.status).toBe(403);
    expect(await eventBehind(system.table, answer)).toMatchObject({
      status_code: 'PARCEL.LABEL_ONLY',
      unmapped: { outcome: 'refused', purpose: 'route' },
    });
  });
});

describe('a change of what a company keeps', () => {
  it('leaves parcels as they were issued, and sends a request that is repeated the same answer', async () => {
    await keep('escrow');
    const body = newParcel();
    const send = () =>
      system.as('order-system').post('/v1/parcels', body, { 'idempotency-key': 'before-the-change' });
    const before = (await (await send()).json()) as Issued;
    await keep('label-only');
    const after = await issue(system);
    expect((await open('dispatcher-phong', before, 'route')).said).toEqual(['delivery']);
    expect((await open('dispatcher-phong', after, 'route')).said).toBe('PARCEL.LABEL_ONLY');
    expect(await (await send()).json()).toEqual(before);

    await keep('escrow');
    expect((await open('dispatcher-phong', after, 'route')).said).toBe('PARCEL.LABEL_ONLY');
    const again = await issue(system);
    expect([after.kind, again.kind]).toEqual(['sealed-all', 'sealed']);
    expect((await open('dispatcher-phong', again, 'route')).said).toEqual(['delivery']);
  });
});
