import { ProblemError, type TemkinClient } from '@temkin/client';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { atTheDoor } from '../support/client-examples/at-the-door.ts';
import { issueRun } from '../support/client-examples/issue-run.ts';
import { refusalsOf } from '../support/client-examples/refusals-of.ts';
import { handTo, newParcel, openShift } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const orders = apiClient(system, 'order-system');
const auditor = apiClient(system, 'auditor-khanh');
const shift = await openShift(system, 'shipper-an');

const offline = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));

/** Lets the API do what it is asked and loses the first answers on the way back. */
const losing = (answers: number) => {
  let left = answers;
  const keys: (string | null)[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    keys.push(request.headers.get('idempotency-key'));
    const answer = await system.fetch(request);
    if (left <= 0) return answer;
    left -= 1;
    throw new TypeError('fetch failed');
  };
  return { fetch, keys };
};

const issuesOf = async (waybillNumber: string): Promise<number> => {
  let issues = 0;
  const body = { waybillNumber, action: 'parcel.issue', outcome: 'allowed', limit: 1 } as const;
  for await (const page of auditor.pages('post', '/v1/audit/queries', { body }))
    issues += page.body.events.length;
  return issues;
};

const refusal = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error('was not refused by the API', { cause: error });
  return error;
};

describe('the TypeScript client', () => {
  it('takes an export part by part, by the cursor in its header', async () => {
    for (let count = 0; count < 3; count += 1) await orders.post('/v1/parcels', { body: newParcel() });
    const parts: string[] = [];
    const body = { action: 'parcel.issue', format: 'jsonl', limit: 2 } as const;
    for await (const part of auditor.pages('post', '/v1/audit/exports', { body }))
      parts.push(await part.body.text());
    expect(parts.length).toBeGreaterThan(1);
    const lines = parts.join('').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.pop()).toBe('{"events":[],"asOf":[]}');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ action: 'parcel.issue' });
  });

  it('issues a parcel, and its receipt names the event that an auditor reads', async () => {
    const { status, body, receipt } = await orders.post('/v1/parcels', { body: newParcel() });
    expect([status, body.state]).toEqual([201, 'issued']);
    const event = await auditor.get('/v1/audit/events/{eventId}', {
      params: { eventId: receipt?.eventId ?? '' },
    });
    expect(event.body).toMatchObject({ action: 'parcel.issue', outcome: 'allowed' });
  });

  it('echoes a correlator', async () => {
    const { correlator } = await orders.get('/v1/parcels/{parcelId}', {
      params: { parcelId: (await orders.post('/v1/parcels', { body: newParcel() })).body.parcelId },
      correlator: 'run-7',
    });
    expect(correlator).toBe('run-7');
  });

  it('issues once what it had to ask for thrice because answers were lost', async () => {
    const { fetch, keys } = losing(2);
    const parcel = newParcel();
    const { body } = await apiClient(system, 'order-system', { fetch }).post('/v1/parcels', { body: parcel });
    expect(body.waybillNumber).toBe(parcel.waybillNumber);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
    expect(await issuesOf(parcel.waybillNumber)).toBe(1);
  });

  it('gives every creating call a key of its own, and no other call any', async () => {
    const { fetch, keys } = losing(0);
    const client = apiClient(system, 'order-system', { fetch });
    const { body } = await client.post('/v1/parcels', { body: newParcel() });
    await client.post('/v1/parcels', { body: newParcel() });
    await client.post('/v1/parcels/{parcelId}/revoke', {
      params: { parcelId: body.parcelId },
      body: { reason: 'cancelled' },
    });
    expect(new Set(keys.slice(0, 2)).size).toBe(2);
    expect([typeof keys[0], keys[2]]).toEqual(['string', null]);
  });

  it('throws a no as its code, with pointers and receipt and nothing of what was sent', async () => {
    const parcel = newParcel({ recipient: { ...newParcel().recipient, phone: 'not-a-number' } });
    const invalid = await refusal(orders.post('/v1/parcels', { body: parcel }));
    expect([invalid.code, invalid.status]).toEqual(['REQUEST.INVALID', 422]);
    expect(invalid.errors.map(({ pointer }) => pointer)).toEqual(['/recipient/phone']);
    expect(JSON.stringify([invalid.message, invalid.stack, invalid.errors])).not.toMatch(/not-a-number|Hạnh/);

    const { body } = await orders.post('/v1/parcels', { body: newParcel() });
    const door = { body: { token: body.token, purpose: 'delivery' } } as const;
    const refused = await refusal(apiClient(system, 'shipper-an').post('/v1/parcels/resolve', door));
    expect([refused.code, refused.message]).toEqual(['PARCEL.NOT_IN_CUSTODY', 'PARCEL.NOT_IN_CUSTODY (403)']);
    expect(refused.receipt?.eventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('walks through every page of a list, and begins where it is told to', async () => {
    const admin = apiClient(system, 'staff-admin-lan');
    const idsFrom = async (query: { readonly limit: number; readonly cursor?: string }) => {
      const pages: (readonly string[])[] = [];
      for await (const { body } of admin.pages('get', '/v1/staff', { query }))
        pages.push(body.staff.map(({ id }) => id));
      return pages;
    };
    const inOnePage = (await idsFrom({ limit: 100 })).flat();
    const inPages = await idsFrom({ limit: 4 });
    expect(inPages.length).toBeGreaterThan(3);
    expect(inPages.flat()).toEqual(inOnePage);
    expect((await idsFrom({ limit: 4, cursor: inOnePage[3] ?? '' })).flat()).toEqual(inOnePage.slice(4));
  });

  it('answers what is no JSON as a blob', async () => {
    const { body } = await apiClient(system, 'desk-em').get('/v1/facilities/{facilityId}/parcels', {
      params: { facilityId: 'HN-BA-DINH' },
    });
    expect(body.type).toContain('ndjson');
    expect(typeof (await body.text())).toBe('string');
  });

  it('lets no parameter climb out of its place in the path', async () => {
    for (const parcelId of ['..', '.', ''])
      await expect(orders.get('/v1/parcels/{parcelId}', { params: { parcelId } })).rejects.toThrow(
        RangeError,
      );
    const odd = await refusal(orders.get('/v1/parcels/{parcelId}', { params: { parcelId: '../staff?x' } }));
    expect(odd.status).not.toBe(200);
  });
});

describe('the examples of its README', () => {
  const readme = readFileSync(new URL('../../packages/surfaces/client/README.md', import.meta.url), 'utf8');

  it.each(['connect', 'issue-run', 'at-the-door', 'refusals-of'])(
    'are the code that runs here: %s',
    (name) => {
      const file = new URL(`../support/client-examples/${name}.ts`, import.meta.url);
      expect(readme.includes(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``)).toBe(true);
    },
  );

  it('issue a run with a bad parcel, twice, and nothing twice', async () => {
    const { fetch } = losing(1);
    const client = apiClient(system, 'order-system', { fetch });
    const parcels = [newParcel(), newParcel({ waybillNumber: 'lower' }), newParcel()];
    const first = await issueRun(client, 'run-2026-11-23', parcels);
    expect(first.issued.map(({ waybillNumber }) => waybillNumber)).toEqual([
      parcels[0]?.waybillNumber,
      parcels[2]?.waybillNumber,
    ]);
    expect(first.refused).toEqual([
      { index: 1, code: 'REQUEST.INVALID', pointers: ['/parcels/1/waybillNumber'] },
    ]);
    expect(await issueRun(client, 'run-2026-11-23', parcels)).toEqual(first);
    expect(await issuesOf(parcels[0]?.waybillNumber ?? '')).toBe(1);
  });

  it('open a label for the shipper who has the parcel, and show an auditor who was refused', async () => {
    const { body: parcel } = await orders.post('/v1/parcels', { body: newParcel() });
    await handTo(system, parcel, shift.shiftId);
    const as = (subject: string): TemkinClient => apiClient(system, subject);
    expect(await atTheDoor(as('shipper-an'), parcel.token)).toMatchObject({
      recipient: { name: 'Nguyễn Thị Hạnh' },
    });
    expect(await atTheDoor(as('shipper-binh'), parcel.token)).toBe('This parcel is not on your shift.');
    expect(await refusalsOf(auditor, parcel.parcelId)).toMatchObject([{ reason: 'PARCEL.NOT_IN_CUSTODY' }]);
    const lost = apiClient(system, 'shipper-an', { fetch: offline });
    expect(await atTheDoor(lost, parcel.token)).toBe('No connection. Try again outside.');
  });
});
