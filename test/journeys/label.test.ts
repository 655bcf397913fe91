import { describe, expect, it } from 'vitest';
import { handTo, issue, newParcel, openShift } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const eventIdOf = (answer: Response): string => answer.headers.get('audit-event')?.split(';')[0] ?? '';

const read = async (by: string, token: string, purpose = 'delivery') => {
  const answer = await system.as(by).post('/v1/parcels/resolve', { token, purpose });
  return { answer, body: (await answer.json()) as { code?: string; fields?: object; groups?: string[] } };
};

describe('the journey of a label', () => {
  it('opens the door fields to the shipper who holds the parcel, and nothing to anybody else', async () => {
    const parcel = newParcel();
    const issued = await issue(system, parcel);
    const an = await openShift(system, 'shipper-an');
    await openShift(system, 'shipper-binh');
    await handTo(system, issued, an.shiftId);

    const { answer, body } = await read('shipper-an', issued.token);
    expect(answer.status).toBe(200);
    expect(body.groups).toEqual(['delivery', 'payment']);
    expect(body.fields).toEqual({
      recipient: {
        name: 'Nguyễn Thị Hạnh',
        address: {
          street: 'Số 8, Phố Đội Cấn',
          communeCode: '00004',
          communeName: 'Phường Ba Đình',
          provinceName: 'Thành phố Hà Nội',
        },
      },
      codAmountVnd: 420_000,
      handlingNote: 'Gọi trước khi giao',
    });

    const refusals: Record<string, string | undefined> = {};
    for (const by of ['shipper-binh', 'sorter-chi', 'auditor-khanh', 'other-shipper', 'desk-em']) {
      const refused = await read(by, issued.token);
      refusals[by] = refused.body.code;
      expect(JSON.stringify(refused.body)).not.toMatch(/Hạnh|Đội Cấn|912345678/);
      expect(eventIdOf(refused.answer)).not.toBe('');
    }
    expect(refusals).toEqual({
      'shipper-binh': 'PARCEL.NOT_IN_CUSTODY',
      'sorter-chi': 'ACCESS.ROLE_NOT_ALLOWED',
      'auditor-khanh': 'ACCESS.ROLE_NOT_ALLOWED',
      'other-shipper': 'PARCEL.UNKNOWN',
      'desk-em': 'PARCEL.PURPOSE_NOT_ALLOWED',
    });

    const asked = await system.as('auditor-khanh').post('/v1/audit/queries', { parcelId: issued.parcelId });
    const { events } = (await asked.json()) as {
      events: { eventId: string; action: string; outcome: string; resources: { type: string }[] }[];
    };
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'parcel.issue allowed',
      'custody.record allowed',
      'custody.record allowed',
      'custody.record allowed',
      'parcel.resolve allowed',
      'parcel.resolve refused',
      'parcel.resolve refused',
    ]);
    const holders = events.slice(1, 4).map(({ resources }) => resources.slice(1).map(({ type }) => type));
    expect(holders).toEqual([['facility'], ['facility'], ['staff']]);
    expect(events[4]?.eventId).toBe(eventIdOf(answer));
    expect(system.faults).toEqual([]);
  });
});
