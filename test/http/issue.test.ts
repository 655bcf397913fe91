import { monthsAfter } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { handTo, issue, newParcel, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const asked = newParcel();
const { recipient, sender } = asked;

const post = (parcel: object) => system.as('order-system').post('/v1/parcels', parcel);

const problemOf = async (parcel: object) => {
  const answer = await post(parcel);
  const problem = (await answer.json()) as {
    code: string;
    detail?: string;
    errors?: readonly { pointer: string }[];
  };
  return { status: answer.status, ...problem, pointers: problem.errors?.map(({ pointer }) => pointer) };
};

const emoji = (count: number): string => '📦'.repeat(count);

/** As long as the schema lets every text be, in a script that the label has no byte for. */
const longest = (kind: string) =>
  newParcel({
    kind,
    recipient: { ...recipient, name: emoji(100), address: { street: emoji(200), communeCode: '00004' } },
    goods: { description: emoji(300) },
    handlingNote: emoji(200),
  });

describe('issuing a parcel', () => {
  it('answers 201 with exactly what api.md promises', async () => {
    const before = system.clock.now();
    const answer = await post(asked);
    expect(answer.status).toBe(201);
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body).toEqual({
      parcelId: expect.stringMatching(/^[0-9a-f]{32}$/),
      waybillNumber: asked.waybillNumber,
      labelId: expect.stringMatching(/^[0-9a-f]{16}$/),
      kind: 'sealed',
      token: expect.stringMatching(/^TK1:[0-9A-Z $%*+./:-]+$/),
      state: 'issued',
      routing: {
        communeCode: '00004',
        communeName: 'Phường Ba Đình',
        provinceName: 'Thành phố Hà Nội',
        sortCode: 'HN-BD-01',
      },
      issuedAt: expect.stringMatching(/^2026-11-23T01:00:0\d\.\d{3}Z$/),
    });
    expect(Date.parse(String(body.issuedAt))).toBeGreaterThan(before);
  });

  it('leaves out what was not given, and takes a body with nothing but the duties', async () => {
    const bare = newParcel({
      sender: undefined,
      codAmountVnd: undefined,
      handlingNote: undefined,
      sortCode: undefined,
    });
    const answer = await post({ ...bare, goods: { description: 'x' } });
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as { routing: object }).routing).toEqual({
      communeCode: '00004',
      communeName: 'Phường Ba Đình',
      provinceName: 'Thành phố Hà Nội',
    });
  });

  it('is on record under the parcel’s pseudonym, and says nothing personal', async () => {
    const parcel = newParcel();
    const answer = await post(parcel);
    const issued = (await answer.json()) as Issued;
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({ api: { operation: 'parcel.issue' }, unmapped: { outcome: 'allowed' } });
    expect(event?.resources).toEqual([
      { type: 'parcel', uid: expect.stringMatching(/^[\w-]{22}$/), version: '1' },
    ]);
    const text = JSON.stringify(event);
    for (const secret of [
      issued.parcelId,
      issued.labelId,
      issued.token,
      parcel.waybillNumber,
      'Hạnh',
      '912345678',
    ])
      expect(text).not.toContain(secret);
  });

  it('makes a token of another kind that opens to the same fields', async () => {
    const { shiftId } = await openShift(system, 'shipper-an');
    const opened: unknown[] = [];
    const lengths: number[] = [];
    for (const kind of ['sealed', 'opaque']) {
      const issued = await issue(system, { kind });
      expect(issued.kind).toBe(kind);
      lengths.push(issued.token.length);
      await handTo(system, issued, shiftId);
      const { token } = issued;
      const answer = await system
        .as('shipper-an')
        .post('/v1/parcels/resolve', { token, purpose: 'delivery' });
      expect(answer.status).toBe(200);
      opened.push(((await answer.json()) as { fields: object }).fields);
    }
    expect(opened[0]).toEqual(opened[1]);
    expect(opened[1]).toMatchObject({ recipient: { name: 'Nguyễn Thị Hạnh' }, codAmountVnd: 420_000 });
    // 9 bytes of header and 16 of MAC.
    expect(lengths[1]).toBe('TK1:'.length + 38);
    expect(lengths[0]).toBeGreaterThan(2 * (lengths[1] ?? 0));
  });

  it('gives two parcels of the same content nothing in common but the prefix', async () => {
    const [a, b] = [await issue(system), await issue(system)];
    expect(a.parcelId).not.toBe(b.parcelId);
    expect(a.labelId).not.toBe(b.labelId);
    expect(a.token.length).toBe(b.token.length);
    expect(a.token.slice(7)).not.toBe(b.token.slice(7));
  });
});

describe('a parcel that is refused', () => {
  it.each([
    ['recipient', { ...asked, recipient: { ...recipient, address: { street: 'x', communeCode: '99999' } } }],
    ['sender', { ...asked, sender: { ...sender, address: { street: 'x', communeCode: '99999' } } }],
  ])(
    'has a pointer to the commune of the %s where it is not in force, and not its value',
    async (who, parcel) => {
      const problem = await problemOf({ ...parcel, waybillNumber: newParcel().waybillNumber });
      expect(problem).toMatchObject({ status: 422, code: 'PARCEL.ADDRESS_INVALID' });
      expect(problem.pointers).toEqual([`/${who}/address/communeCode`]);
      expect(JSON.stringify(problem)).not.toContain('99999');
    },
  );

  it('tells the limit where its label would be too large, and fits as an opaque one', async () => {
    const problem = await problemOf(longest('sealed'));
    expect(problem).toMatchObject({ status: 422, code: 'PARCEL.TOO_LARGE' });
    expect(problem.detail).toContain('644 bytes');
    expect((await post(longest('opaque'))).status).toBe(201);
  });

  it('is 422 and no fault of ours where a phone number is longer than E.164 allows', async () => {
    const phone = '+49 33333333333333';
    const problem = await problemOf({ ...newParcel(), recipient: { ...recipient, phone } });
    expect(problem).toMatchObject({ status: 422, code: 'REQUEST.INVALID', pointers: ['/recipient/phone'] });
    expect(system.faults).toEqual([]);
  });

  it('leaves no event and no receipt', async () => {
    const before = await recordedEvents(system.table);
    const answer = await post(longest('sealed'));
    expect(receiptOf(answer)).toBeUndefined();
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
  });
});

/** The parcel that a waybill number names, as a scan finds it. */
const named = async (waybillNumber: string): Promise<string | undefined> => {
  const holder = { type: 'facility', id: 'HN-BA-DINH' };
  const [result] = await scan(system, 'order-system', [{ waybillNumber, event: 'accepted', holder }]);
  return result?.parcelId ?? result?.problem?.code;
};

describe('a waybill number', () => {
  it('names one parcel of a tenant, and means nothing to another tenant', async () => {
    const { waybillNumber } = await issue(system);
    expect(await problemOf(newParcel({ waybillNumber }))).toMatchObject({
      status: 409,
      code: 'PARCEL.WAYBILL_EXISTS',
      pointers: ['/waybillNumber'],
    });
    expect((await issue(system, { waybillNumber }, 'other-order-system')).waybillNumber).toBe(waybillNumber);
  });

  it('may be used again when thirteen months have passed, and names the new parcel from then on', async () => {
    const first = await issue(system);
    const { waybillNumber } = first;
    const end = monthsAfter(system.clock.now(), 13);

    system.clock.set(end - 1_000);
    expect(await problemOf(newParcel({ waybillNumber }))).toMatchObject({ code: 'PARCEL.WAYBILL_EXISTS' });
    expect(await named(waybillNumber)).toBe('PARCEL.SHREDDED');
    system.clock.set(end);
    expect(await named(waybillNumber)).toBe('PARCEL.UNKNOWN');
    const second = await issue(system, { waybillNumber });
    expect(second.parcelId).not.toBe(first.parcelId);
    expect(await problemOf(newParcel({ waybillNumber }))).toMatchObject({ code: 'PARCEL.WAYBILL_EXISTS' });
    expect(await named(waybillNumber)).toBe(second.parcelId);
  });
});
