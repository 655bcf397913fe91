import { keyOf, numberOf } from '@temkin/storage';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { down, unconfirmed } from '../support/failing-writes.ts';
import { bringTo, issue, openCase, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf } from '../support/recorded-events.ts';
import { enrolDevice, loadShift } from '../support/shift-loads.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
await system.enrol({
  subject: 'shipper-and-support',
  kind: 'staff',
  tenant: 'demo',
  facility: 'HN-BA-DINH',
  roles: ['shipper', 'support'],
  scopes: ['parcels:open', 'parcels:resolve'],
});
const SHIPPERS = ['shipper-an', 'shipper-binh'] as const;
type Shipper = (typeof SHIPPERS)[number];
const shifts: Readonly<Record<Shipper, string>> = {
  'shipper-an': (await openShift(system, 'shipper-an')).shiftId,
  'shipper-binh': (await openShift(system, 'shipper-binh')).shiftId,
};
const { deviceId } = await enrolDevice(system);

afterEach(() => staged.stage());

const itemOf = ({ parcelId }: Issued) =>
  system.table.get(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }));

const keptReaders = async (parcel: Issued): Promise<object> => {
  const { recipientReaders, senderReaders } = (await itemOf(parcel)) ?? {};
  return {
    ...(recipientReaders !== undefined && { recipientReaders }),
    ...(senderReaders !== undefined && { senderReaders }),
  };
};

const OTHER_SIDE = 'PARCEL.OTHER_SIDE_READ';

/** What an answer tells: the groups that it shows, or why it shows none. */
const toldBy = async (answer: Response): Promise<readonly string[] | string> => {
  const { code, groups } = (await answer.json()) as { readonly code?: string; readonly groups?: string[] };
  return code ?? groups ?? 'nothing';
};

const open = ({ parcelId }: Issued, by: string, purpose: string, caseId?: string) =>
  system
    .as(by)
    .post('/v1/parcels/open', { parcelId, purpose, ...(caseId !== undefined && { caseId }) })
    .then(toldBy);

const resolve = ({ token }: Issued, by: string) =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' }).then(toldBy);

const load = async ({ token }: Issued, by: Shipper): Promise<readonly string[] | string> => {
  const { results } = await loadShift(system, by, shifts[by], { deviceId, tokens: [token] });
  return results[0]?.problem?.code ?? ['delivery', 'payment'];
};

const assign = ({ parcelId }: Issued, shipper: Shipper) =>
  system.as('desk-em').post(`/v1/parcels/${parcelId}/collection`, { shipper });

const move = async ({ parcelId }: Issued, event: string, holder?: object): Promise<void> => {
  await scan(system, 'order-system', [{ parcelId, event, ...(holder !== undefined && { holder }) }]);
};

const handOut = async (parcel: Issued, shipper: Shipper): Promise<void> => {
  await move(parcel, 'out-for-delivery', { type: 'shift', id: shifts[shipper] });
};

const collected = async (by: Shipper): Promise<Issued> => {
  const parcel = await issue(system);
  await assign(parcel, by);
  expect(await open(parcel, by, 'collection')).toEqual(['sender']);
  await bringTo(system, parcel);
  return parcel;
};

describe('a shipper who has read the sender', () => {
  it('does not read the recipient, at the door or into a bundle, and another one does', async () => {
    const parcel = await collected('shipper-an');
    expect(await load(parcel, 'shipper-an')).toBe(OTHER_SIDE);
    await handOut(parcel, 'shipper-an');
    expect(await resolve(parcel, 'shipper-an')).toBe(OTHER_SIDE);
    expect(await load(parcel, 'shipper-an')).toBe(OTHER_SIDE);
    await handOut(parcel, 'shipper-binh');
    expect(await load(parcel, 'shipper-binh')).toEqual(['delivery', 'payment']);
    expect(await resolve(parcel, 'shipper-binh')).toEqual(['delivery', 'payment']);
  });
});

describe('a shipper who has read the recipient', () => {
  it.each([
    ['at the door', resolve],
    ['into a bundle', load],
  ])('%s does not read the sender on the way back; the desk does, and another shipper', async (_, read) => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await handOut(parcel, 'shipper-an');
    expect(await read(parcel, 'shipper-an')).toEqual(['delivery', 'payment']);
    await move(parcel, 'returning');
    expect(await open(parcel, 'shipper-an', 'return')).toBe(OTHER_SIDE);
    await move(parcel, 'arrived', { type: 'facility', id: 'HN-BA-DINH' });
    await move(parcel, 'returning');
    expect(await open(parcel, 'desk-em', 'return')).toEqual(['sender']);
  });

  it('in another role has read it all the same', async () => {
    const parcel = await issue(system);
    const { caseId } = await openCase(system, { parcelId: parcel.parcelId, kind: 'dispute', reason: 'lost' });
    expect(await open(parcel, 'shipper-and-support', 'dispute', caseId)).toContain('delivery');
    expect(await keptReaders(parcel)).toEqual({ recipientReaders: ['shipper-and-support'] });
  });
});

describe('who has read a parcel', () => {
  it('is kept once, in the transaction of the reading and under its event', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await handOut(parcel, 'shipper-an');
    const ask = { token: parcel.token, purpose: 'delivery' };
    const first = await system.as('shipper-an').post('/v1/parcels/resolve', ask);
    const before = await itemOf(parcel);
    expect(before).toMatchObject({ recipientReaders: ['shipper-an'], eventId: receiptOf(first)?.eventId });
    expect(await eventBehind(system.table, first)).toMatchObject({
      resources: [{ type: 'parcel', version: String(before && numberOf(before, 'version')) }],
    });
    await system.as('shipper-an').post('/v1/parcels/resolve', ask);
    expect(await itemOf(parcel)).toEqual(before);
  });

  it('is nobody where the reading did not come to be, and is known where its answer was lost', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await handOut(parcel, 'shipper-an');
    staged.stage(down);
    expect(await resolve(parcel, 'shipper-an')).toBe('AUDIT.UNAVAILABLE');
    expect(await keptReaders(parcel)).toEqual({});
    staged.stage(unconfirmed);
    expect(await resolve(parcel, 'shipper-an')).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage();
    expect(await keptReaders(parcel)).toEqual({ recipientReaders: ['shipper-an'] });
    await move(parcel, 'returning');
    expect(await open(parcel, 'shipper-an', 'return')).toBe(OTHER_SIDE);
  });

  it('is not left to a decision that something overtook', async () => {
    const parcel = await issue(system);
    await assign(parcel, 'shipper-an');
    staged.inBetween(async () => {
      await handOut(parcel, 'shipper-an');
      expect(await resolve(parcel, 'shipper-an')).toEqual(['delivery', 'payment']);
    });
    expect(await open(parcel, 'shipper-an', 'collection')).toBe(OTHER_SIDE);
  });
});

describe('whatever happens to a parcel', () => {
  type Step =
    | { readonly act: 'shelve' | 'turn-back' }
    | {
        readonly act: 'assign' | 'hand-out' | 'collect' | 'resolve' | 'load' | 'return';
        readonly by: Shipper;
      };
  const steps: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ act: fc.constantFrom('shelve' as const, 'turn-back' as const) }),
    fc.record({
      act: fc.constantFrom(...(['assign', 'hand-out', 'collect', 'resolve', 'load', 'return'] as const)),
      by: fc.constantFrom(...SHIPPERS),
    }),
  );

  /** Begun by a reading of either side, or of none: random steps alone seldom come to one. */
  const beginnings: readonly (readonly Step[])[] = [
    [],
    [{ act: 'assign', by: 'shipper-an' }, { act: 'collect', by: 'shipper-an' }, { act: 'shelve' }],
    [{ act: 'shelve' }, { act: 'hand-out', by: 'shipper-an' }, { act: 'resolve', by: 'shipper-an' }],
  ];
  const histories = fc
    .tuple(fc.constantFrom(...beginnings), fc.array(steps, { minLength: 6, maxLength: 12 }))
    .map(([beginning, rest]) => [...beginning, ...rest]);

  const take = async (parcel: Issued, step: Step): Promise<readonly string[] | string> => {
    switch (step.act) {
      case 'shelve':
        await bringTo(system, parcel).catch(() => undefined);
        return [];
      case 'turn-back':
        await move(parcel, 'returning');
        return [];
      case 'assign':
        await assign(parcel, step.by);
        return [];
      case 'hand-out':
        await handOut(parcel, step.by);
        return [];
      case 'collect':
        return open(parcel, step.by, 'collection');
      case 'return':
        return open(parcel, step.by, 'return');
      case 'resolve':
        return resolve(parcel, step.by);
      case 'load':
        return load(parcel, step.by);
    }
  };

  it('no shipper reads both of its people, and none is refused who would not', async () => {
    const outcomes = { refused: 0, read: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const parcel = await issue(system);
        const known = new Map<Shipper, Set<string>>(SHIPPERS.map((shipper) => [shipper, new Set()]));
        for (const step of history) {
          const told = await take(parcel, step);
          if (!('by' in step)) continue;
          const sides = known.get(step.by) ?? new Set();
          const asked = step.act === 'collect' || step.act === 'return' ? 'sender' : 'delivery';
          const isRefused = told === OTHER_SIDE;
          outcomes.refused += Number(isRefused);
          expect(isRefused && !sides.has(asked === 'sender' ? 'delivery' : 'sender')).toBe(false);
          if (typeof told === 'string') continue;
          for (const group of told) if (group === 'delivery' || group === 'sender') sides.add(group);
          outcomes.read += told.length > 0 ? 1 : 0;
          expect(sides.size).toBeLessThan(2);
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0);
  });
});

describe('a gate that only observes', () => {
  it('lets nobody read the other side', async () => {
    const parcel = await collected('shipper-an');
    const set = await system
      .as('security-ha')
      .post('/v1/custody-gate', { mode: 'observe', validFrom: '2026-11-24' });
    expect(set.status).toBe(200);
    system.clock.advance(86_400_000);
    expect(await resolve(parcel, 'shipper-an')).toBe(OTHER_SIDE);
    expect(await resolve(parcel, 'shipper-binh')).toEqual(['delivery', 'payment']);
    await move(parcel, 'returning');
    expect(await open(parcel, 'shipper-binh', 'return')).not.toContain('sender');
  });
});
