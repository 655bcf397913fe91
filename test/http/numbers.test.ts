import { describe, expect, it } from 'vitest';
import { decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { askCall, onTheRoad } from '../support/calls.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const names = {
  brandName: 'BUUCHINH',
  displayName: 'Bưu chính Demo',
  longName: 'Bưu chính Demo - Giao hàng',
};

interface Numbers {
  readonly numbers: readonly { readonly number: string; readonly state: string }[];
  readonly cursor?: string;
}

const add = (number: string, more: object = {}, by = 'staff-admin-lan') =>
  system.as(by).post('/v1/numbers', { number, ...names, ...more });

const agreed = async (number: string, more: object = {}): Promise<Response> => {
  const pending = await pendingIn(await add(number, more));
  await decide(system, pending, 'approve', 'security-ha');
  return add(number, more);
};

const retire = (number: string, by = 'staff-admin-oanh') =>
  system.as(by).post('/v1/numbers/retire', { number });

const list = async (query = '', by = 'staff-admin-lan'): Promise<Numbers> =>
  (await (await system.as(by).get(`/v1/numbers${query}`)).json()) as Numbers;

const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { readonly code?: string }).code ?? ''}`;

describe('a number', () => {
  it('is added once a second person has agreed, who sees what it says', async () => {
    const pending = await pendingIn(await add('024 7100 0003'));
    expect((await list()).numbers.map(({ number }) => number)).not.toContain('+842471000003');
    const [waiting] = await waitingFor(system, 'security-ha');
    expect(waiting?.terms).toEqual({ number: '+842471000003', ...names });
    expect((await decide(system, pending, 'approve', 'security-ha')).status).toBe(200);
    const answer = await add('+842471000003');
    expect(answer.status).toBe(201);
    expect(await answer.clone().json()).toMatchObject({ number: '+842471000003', ...names, state: 'active' });
    const event = await eventBehind(system.table, answer);
    expect(event?.api.operation).toBe('number.add');
    expect(JSON.stringify(await recordedEvents(system.table))).not.toContain('2471000003');
  });

  it('that is there is answered again in the same words, and refused in others', async () => {
    const again = await add('+842471000003');
    expect(again.status).toBe(201);
    expect(await codeOf(await add('+842471000003', { longName: 'Khác' }))).toBe('409 CALL.NUMBER_EXISTS');
  });

  it('that is another company’s is told so only to two people', async () => {
    const foreign = await add('+842361000001');
    expect(foreign.status).toBe(202);
    await decide(system, await pendingIn(foreign), 'approve', 'security-ha');
    expect(await codeOf(await add('+842361000001'))).toBe('409 CALL.NUMBER_NOT_AVAILABLE');
    expect((await list('', 'other-staff-admin')).numbers).toMatchObject([
      { number: '+842361000001', state: 'active' },
    ]);
  });

  it.each([
    [{ brandName: 'BƯUCHÍNH' }, '422 CALL.NAME_INVALID', '/brandName'],
    [{ displayName: 'x'.repeat(33) }, '422 CALL.NAME_INVALID', '/displayName'],
    [{ longName: 'Buu \u202e chinh' }, '422 CALL.NAME_INVALID', '/longName'],
    [{ number: '12' }, '422 CALL.NUMBER_INVALID', '/number'],
  ])('is refused with %o', async (more, due, pointer) => {
    const answer = await add('+842471000009', more);
    const { errors } = (await answer.clone().json()) as {
      readonly errors: readonly { readonly pointer: string }[];
    };
    expect([await codeOf(answer), errors.map((error) => error.pointer)]).toEqual([due, [pointer]]);
  });

  it('is listed page by page', async () => {
    const all = (await list()).numbers.map(({ number }) => number);
    expect(all).toEqual(all.toSorted());
    const first = await list('?limit=1');
    const second = await list(`?limit=1&cursor=${encodeURIComponent(first.cursor ?? '')}`);
    expect([...first.numbers, ...second.numbers].map(({ number }) => number)).toEqual(all.slice(0, 2));
  });

  it('that is retired makes no call, stays retired, and can be added again', async () => {
    const { numbers } = await list();
    for (const { number } of numbers) {
      expect(await (await retire(number)).json()).toMatchObject({ number, state: 'retired' });
      expect((await retire(number)).headers.get('audit-event')).toBeNull();
    }
    const { waybillNumber } = await onTheRoad(system);
    expect(await codeOf(await askCall(system, { waybillNumber }))).toBe('409 CALL.NO_NUMBER');
    expect((await agreed('+842471000001')).status).toBe(201);
    expect((await askCall(system, { waybillNumber })).status).toBe(201);
    expect(await codeOf(await retire('+842471000099'))).toBe('404 CALL.NUMBER_UNKNOWN');
    expect(await codeOf(await retire('+842361000001'))).toBe('404 CALL.NUMBER_UNKNOWN');
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
