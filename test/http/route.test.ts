import { changeSettings, tenantStore } from '@temkin/access';
import { keyOf } from '@temkin/storage';
import { routerSimulator } from '@temkin/route';
import type { Router } from '@temkin/parcel/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bringTo, issue, newParcel } from '../support/parcels.ts';
import { eventBehind, recordedEvent } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem, type TestSystem } from '../support/system.ts';

interface Routed {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly token: string;
  readonly routing: { readonly sortCode?: string };
}

/** A parcel to an address for which the order system has no sort code. */
const unsorted = (street: string, communeCode: string, more: object = {}) => {
  const { recipient } = newParcel();
  const addressed = { ...recipient, address: { street, communeCode } };
  return newParcel({ recipient: addressed, sortCode: undefined, ...more });
};

const post = async ({ as }: TestSystem, parcel: object, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await as('order-system').post('/v1/parcels', parcel, headers);
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return { answer, body: (await answer.json()) as Routed };
};

const batch = async ({ as }: TestSystem, parcels: readonly object[]) => {
  const answer = await as('order-system').post('/v1/parcels/batch', { parcels });
  const { results } = (await answer.json()) as {
    readonly results: readonly {
      readonly status: number;
      readonly parcel?: Routed;
      readonly auditEvent?: string;
    }[];
  };
  return results;
};

/** Where the dispatcher is told that a parcel goes. */
const routeOf = async ({ as }: TestSystem, { parcelId }: Pick<Routed, 'parcelId'>) => {
  const answer = await as('dispatcher-phong').post('/v1/parcels/open', { parcelId, purpose: 'route' });
  return ((await answer.json()) as { readonly routing: { readonly sortCode?: string } }).routing.sortCode;
};

const amend = ({ as }: TestSystem, { parcelId }: Pick<Routed, 'parcelId'>, more: object) =>
  as('order-system').post(`/v1/parcels/${parcelId}/amendments`, more);

/** An amendment to another address. */
const to = (communeCode: string, street = '90 Phố Hàng Bạc') => ({
  recipient: { address: { street, communeCode } },
});

const staged = stagedTable();
const tabled = await testSystem({ wrapTable: staged.wrapTable });

const carrier = routerSimulator({
  demo: [
    { communeCode: '00070', street: 'Phố Hàng Bạc', houses: [1, 40], sortCode: 'HN-HK-01' },
    { communeCode: '00070', street: 'Phố Hàng Bạc', sortCode: 'HN-HK-02' },
    { communeCode: '00004', street: 'Phố Đội Cấn', sortCode: 'quận Ba Đình, số 8' },
  ],
});
const told: unknown[] = [];
const router: Router = {
  sortCode: (tenant, address, signal) => {
    told.push(address);
    return carrier.sortCode(tenant, address, signal);
  },
};
const carried = await testSystem({ router });

describe('a company’s table of routes', () => {
  const system = tabled;
  const change = changeSettings({ tenants: tenantStore(system) });

  /** Gives the company its routes, and waits until no process remembers others. */
  const give = async (routes: Readonly<Record<string, string>>) => {
    await change('demo', { routes });
    system.clock.advance(1_000);
  };

  beforeEach(() => give({ '00070': 'HN-HK-01', '48': 'DN-00' }));

  it('gives a parcel the sort code of its commune, else of its province, else none', async () => {
    for (const [communeCode, sortCode] of [
      ['00070', 'HN-HK-01'],
      ['20242', 'DN-00'],
      ['00004', undefined],
    ] as const) {
      const { answer, body } = await post(system, unsorted('Số 8', communeCode));
      expect(body.routing.sortCode).toBe(sortCode);
      expect(await routeOf(system, body)).toBe(sortCode);
      expect((await eventBehind(system.table, answer))?.unmapped).not.toHaveProperty('flags');
    }
  });

  it('says nothing where the order system gives a sort code', async () => {
    const { body } = await post(system, unsorted('Số 8', '00070', { sortCode: 'OWN-9' }));
    expect(body.routing.sortCode).toBe('OWN-9');
  });

  it('sorts a batch parcel by parcel, and to the facility’s list', async () => {
    const results = await batch(system, [
      unsorted('Số 1', '00070'),
      unsorted('Số 2', '99999'),
      unsorted('Số 3', '20242'),
      newParcel(),
    ]);
    expect(results.map(({ status, parcel }) => parcel?.routing.sortCode ?? status)).toEqual([
      'HN-HK-01',
      422,
      'DN-00',
      'HN-BD-01',
    ]);
    const [first] = results;
    if (first?.parcel === undefined) throw new Error('nothing was issued');
    await bringTo(system, first.parcel);
    const feed = await system.as('order-system').get('/v1/facilities/HN-BA-DINH/parcels');
    expect(await feed.text()).toContain('"sortCode":"HN-HK-01"');
  });

  it('is read once a second, however many parcels are issued', async () => {
    const key = keyOf('access', 'tenant', { tenant: 'demo' });
    let reads = 0;
    staged.beforeGet(({ partition, sort }) => {
      if (partition === key.partition && sort === key.sort) reads += 1;
    });
    const readsOf = async (parcels: readonly object[]) => {
      system.clock.advance(1_000);
      reads = 0;
      await batch(system, parcels);
      return reads;
    };
    const [few, many] = [
      await readsOf([unsorted('Số 1', '00070')]),
      await readsOf(Array.from({ length: 40 }, () => unsorted('Số 1', '00070'))),
    ];
    staged.beforeGet();
    expect(many).toBe(few);
  });

  it('answers a repeated request as the first time, whatever became of the table', async () => {
    const parcel = unsorted('Số 8', '00070');
    const key = { 'idempotency-key': 'routed-once' };
    const { body } = await post(system, parcel, key);
    await give({ '00070': 'HN-HK-99' });
    expect((await post(system, parcel, key)).body).toEqual(body);
    expect(body.routing.sortCode).toBe('HN-HK-01');
    expect(await routeOf(system, body)).toBe('HN-HK-01');
    expect((await post(system, unsorted('Số 8', '00070'))).body.routing.sortCode).toBe('HN-HK-99');
  });

  it('sorts a parcel anew that is amended to another address, unless a sort code comes along', async () => {
    const parcel = await issue(system);
    for (const [asked, due] of [
      [to('20242'), 'DN-00'],
      [to('00008'), undefined],
      [{ ...to('00008'), sortCode: 'OWN-1' }, 'OWN-1'],
      [to('00008'), 'OWN-1'],
      [to('00070'), 'HN-HK-01'],
      [{ handlingNote: 'Gọi trước' }, 'HN-HK-01'],
    ] as const) {
      expect((await amend(system, parcel, asked)).status).toBe(201);
      expect(await routeOf(system, parcel)).toBe(due);
    }
  });

  it('is the own one of each company', async () => {
    const { recipient } = newParcel();
    const address = { street: 'Số 8', communeCode: '00070' };
    const asked = newParcel({ recipient: { ...recipient, address }, sortCode: undefined });
    const answer = await system.as('other-order-system').post('/v1/parcels', asked);
    expect(((await answer.json()) as Routed).routing).not.toHaveProperty('sortCode');
  });

  it('finds no fault', () => {
    expect(system.faults).toEqual([]);
  });
});

describe('a carrier’s own router', () => {
  const system = carried;
  let lines: string[] = [];

  beforeEach(() => {
    lines = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  });

  afterEach(() => {
    carrier.behave('answers');
    vi.restoreAllMocks();
  });

  const findings = () => lines.filter((line) => line.includes('router-failed'));

  it('sorts by street and house, and is told nobody’s name or number', async () => {
    for (const [street, due] of [
      ['Số 8, Phố Hàng Bạc', 'HN-HK-01'],
      ['Số 80, Phố Hàng Bạc', 'HN-HK-02'],
    ] as const) {
      const { body } = await post(system, unsorted(street, '00070'));
      expect(body.routing.sortCode).toBe(due);
      expect(told.at(-1)).toEqual({ street, communeCode: '00070' });
    }
  });

  it('sorts an amended address within its commune anew', async () => {
    const { body } = await post(system, unsorted('Số 8, Phố Hàng Bạc', '00070'));
    await amend(system, body, {
      recipient: { address: { street: '90 Phố Hàng Bạc', communeCode: '00070' } },
    });
    expect(await routeOf(system, body)).toBe('HN-HK-02');
  });

  it.each(['fails', 'hangs'] as const)('keeps no parcel from being issued where it %s', async (how) => {
    carrier.behave(how);
    const { answer, body } = await post(system, unsorted('Số 8, Phố Hàng Bạc', '00070'));
    expect(body.routing).not.toHaveProperty('sortCode');
    expect((await eventBehind(system.table, answer))?.unmapped.flags).toEqual(['router-failed']);
    expect(findings()).toHaveLength(1);
    expect(findings().join('')).not.toMatch(/Hàng Bạc|00070/);
  });

  it('is not believed with what is no sort code, which is written nowhere', async () => {
    const { answer, body } = await post(system, unsorted('Số 8, Phố Đội Cấn', '00004'));
    expect(body.routing).not.toHaveProperty('sortCode');
    const event = await eventBehind(system.table, answer);
    expect(event?.unmapped.flags).toEqual(['router-failed']);
    expect(JSON.stringify([event, lines])).not.toContain('quận');
  });

  it('is asked no more by a batch that it failed, of which every parcel is issued', async () => {
    carrier.behave('hangs');
    const before = carrier.asked;
    const results = await batch(
      system,
      Array.from({ length: 60 }, () => unsorted('Số 8, Phố Hàng Bạc', '00070')),
    );
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([201]));
    expect(carrier.asked - before).toBeLessThan(60);
    expect(findings()).toHaveLength(1);
    for (const auditEvent of new Set(results.map((one) => one.auditEvent)))
      expect((await recordedEvent(system.table, auditEvent))?.unmapped.flags).toEqual(['router-failed']);
  });

  it('keeps no amendment from being made, of which the sort code stays within its commune', async () => {
    const { body } = await post(system, unsorted('Số 8, Phố Hàng Bạc', '00070'));
    carrier.behave('fails');
    const within = await amend(system, body, to('00070'));
    expect((await eventBehind(system.table, within))?.unmapped.flags).toEqual(['router-failed']);
    expect(await routeOf(system, body)).toBe('HN-HK-01');
    expect((await amend(system, body, to('00008'))).status).toBe(201);
    expect(await routeOf(system, body)).toBeUndefined();
  });

  it('is not asked for what has a sort code, nor about a commune that there is not', async () => {
    const before = carrier.asked;
    await issue(system);
    const answer = await system.as('order-system').post('/v1/parcels', unsorted('Số 8', '99999'));
    expect(answer.status).toBe(422);
    expect(carrier.asked).toBe(before);
  });
});
