import { daysAfter, monthsAfter, OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { type Service } from '@temkin/parcel/domain';
import type { Table } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mortalWorld, type Left, type MortalParcel } from './mortal-world.ts';
import { MONDAY } from './prepared-parcel.ts';

const DAY = 86_400_000;

const DONE = { failed: 0, remaining: false };

const WHOLE = { labelKey: true, subjectKey: true, escrow: true, phones: 2 };

const NOTHING = { labelKey: false, subjectKey: false, escrow: false, phones: 0, scans: 0 };

/** What the log says was done to a parcel, in order: its actions with what they changed. */
const history = ({ events }: ReturnType<typeof mortalWorld>, { pseudonym }: MortalParcel) =>
  events()
    .filter(({ resources }) => resources.some(({ uid }) => uid === pseudonym))
    .toSorted((a, b) => a.time - b.time)
    .map(({ api, unmapped }) => [api.operation, unmapped.change].filter(Boolean).join(' '));

describe('a label that nobody accepts', () => {
  it('is void when a month is over, in one with its key, and retained as long as was said at issue', async () => {
    const world = mortalWorld();
    const parcel = await world.issue('domestic');
    world.clock.set(monthsAfter(MONDAY, 1) - DAY);
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 0, ...DONE });
    world.clock.set(monthsAfter(MONDAY, 1));
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 1, ...DONE });
    expect(await parcel.left()).toEqual({ ...WHOLE, state: 'revoked', labelKey: false, scans: 0 });
    world.clock.set(monthsAfter(MONDAY, 9) - DAY);
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 0, ...DONE });
    world.clock.set(monthsAfter(MONDAY, 9));
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 1, ...DONE });
    expect(await parcel.left()).toEqual({ ...NOTHING, state: 'shredded' });
    expect(history(world, parcel)).toEqual([
      'parcel.issue',
      'parcel.revoke never-handed-in',
      'parcel.shred parcel',
    ]);
    expect(world.notes()).toEqual([]);
  });
});

describe('an accepted parcel', () => {
  it.each([
    ['domestic', 8],
    ['international', 9],
  ] as const)('is retained from acceptance on: %s, %i months', async (service, months) => {
    const world = mortalWorld();
    const parcel = await world.issue(service);
    world.clock.advance(10 * DAY);
    await parcel.scan('accepted');
    const end = monthsAfter(MONDAY + 10 * DAY, months);
    world.clock.set(end - DAY);
    await world.sweep();
    expect(await parcel.left()).toMatchObject({
      state: 'unclaimed',
      escrow: true,
      subjectKey: true,
      phones: 2,
    });
    world.clock.set(end);
    expect(await world.sweep()).toMatchObject({ ended: 1, ...DONE });
    expect(await parcel.left()).toEqual({ ...NOTHING, state: 'shredded' });
  });

  it('that is never delivered is unclaimed six months later, on record, and open until then', async () => {
    const world = mortalWorld();
    const parcel = await world.issue('domestic');
    world.clock.advance(3 * DAY);
    await parcel.scan('at-facility');
    const unclaimed = monthsAfter(MONDAY + 3 * DAY, 6);
    world.clock.set(unclaimed - DAY);
    await world.sweep();
    expect(await parcel.left()).toMatchObject({ state: 'at-facility', labelKey: false });
    world.clock.set(unclaimed);
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 1, ...DONE });
    expect(await parcel.left()).toMatchObject({ state: 'unclaimed', escrow: true });
    expect(history(world, parcel)).toEqual([
      'parcel.issue',
      'custody.record',
      'parcel.shred label-key',
      'parcel.close unclaimed',
    ]);
  });

  it('that is delivered loses its label’s key 31 days later, and nothing else', async () => {
    const world = mortalWorld();
    const parcel = await world.issue('domestic');
    await parcel.scan('out-for-delivery');
    world.clock.advance(2 * DAY);
    await parcel.scan('delivered');
    const dead = daysAfter(MONDAY + 2 * DAY, 31);
    world.clock.set(dead - DAY);
    expect(await world.sweep()).toEqual({ shredded: 0, ended: 0, ...DONE });
    world.clock.set(dead);
    expect(await world.sweep()).toEqual({ shredded: 1, ended: 0, ...DONE });
    expect(await parcel.left()).toEqual({ ...WHOLE, state: 'delivered', labelKey: false, scans: 2 });
  });

  it('that is delivered late gains nothing: its label’s key dies when it would have anyway', async () => {
    const world = mortalWorld();
    const parcel = await world.issue('domestic');
    world.clock.advance(DAY);
    await parcel.scan('accepted');
    world.clock.set(monthsAfter(MONDAY, 6) - 10 * DAY);
    await parcel.scan('delivered');
    world.clock.set(monthsAfter(MONDAY, 6));
    expect(await world.sweep()).toMatchObject({ shredded: 1 });
  });
});

describe('what remains of a shredded parcel', () => {
  it('leads nowhere but to the event that shredded it', async () => {
    const world = mortalWorld();
    const parcel = await world.issue('domestic');
    await parcel.scan('delivered');
    world.clock.set(monthsAfter(MONDAY, 8));
    await world.sweep();
    const shred = world.events().find(({ unmapped }) => unmapped.change === 'parcel');
    expect(await parcel.item()).toEqual({
      parcelId: parcel.parcelId,
      issuedAt: parcel.issuedAt,
      state: 'shredded',
      shreddedAt: expect.any(Number),
      eventId: shred?.metadata.uid,
      version: 3,
    });
    expect(shred?.resources).toEqual([{ type: 'parcel', uid: parcel.pseudonym, version: '3' }]);
    const stored = world.memory.items().filter(({ key }) => key.table !== 'outbox');
    expect(JSON.stringify(stored)).not.toContain(parcel.pseudonym);
  });

  it('has no scan left, however many there were and wherever the sweep was cut off', async () => {
    for (const cut of [0, 1, 30, 59, 1_000]) {
      let left = Number.POSITIVE_INFINITY;
      const world = mortalWorld((table) => ({
        ...table,
        write: async (write) => {
          if (write.kind === 'delete' && left-- <= 0) throw new StoreUnavailable('down');
          return table.write(write);
        },
      }));
      const parcel = await world.issue('domestic');
      for (let n = 0; n < 130; n++) await parcel.scan('in-transit');
      await parcel.scan('delivered');
      world.clock.set(monthsAfter(MONDAY, 8));
      left = cut;
      await world.sweep();
      left = Number.POSITIVE_INFINITY;
      world.clock.advance(DAY);
      await world.sweep();
      expect(await parcel.left()).toEqual({ ...NOTHING, state: 'shredded' });
      expect(world.notes()).toEqual([]);
      expect(history(world, parcel).filter((what) => what === 'parcel.shred parcel')).toHaveLength(1);
    }
  });
});

/** What the law and the policies make of a parcel, worked out apart from the code under test. */
interface Life {
  readonly parcel: MortalParcel;
  readonly service: Service;
  acceptedAt?: number;
  /** Delivered, revoked or ended by time: its state. */
  closed?: string;
  closedAt?: number;
  labelDies: number;
  end: number;
}

/** What must be left of a parcel after a sweep at an instant; moves the life on. */
const sweptLife = (life: Life, now: number): Partial<Left> => {
  const { issuedAt } = life.parcel;
  if (life.closed === undefined && life.acceptedAt === undefined && monthsAfter(issuedAt, 1) <= now) {
    life.closed = 'revoked';
    life.labelDies = now;
  }
  if (life.closed === undefined && life.acceptedAt !== undefined && monthsAfter(life.acceptedAt, 6) <= now)
    life.closed = 'unclaimed';
  const isGone = life.end <= now;
  const isLabelAlive = !isGone && now < life.labelDies;
  return {
    ...(isGone ? { state: 'shredded', scans: 0 } : life.closed !== undefined && { state: life.closed }),
    labelKey: isLabelAlive,
    subjectKey: !isGone,
    escrow: !isGone,
    phones: isGone ? 0 : 2,
  };
};

const accept = (life: Life, now: number): void => {
  if (life.acceptedAt !== undefined) return;
  life.acceptedAt = now;
  life.end = Math.min(life.end, monthsAfter(now, life.service === 'domestic' ? 8 : 9));
};

/** Fails the next writes: before they are written, or after. */
const faulty = () => {
  const faults: ('lost' | 'applied' | 'none')[] = [];
  const through = async <Verdict>(write: () => Promise<Verdict>): Promise<Verdict> => {
    const fault = faults.shift() ?? 'none';
    if (fault === 'lost') throw new StoreUnavailable('down');
    const verdict = await write();
    if (fault === 'applied') throw new OutcomeUnknown('cut');
    return verdict;
  };
  const wrap = (table: Table): Table => ({
    ...table,
    write: (write) => through(() => table.write(write)),
    transact: (writes, token) => through(() => table.transact(writes, token)),
  });
  return { faults, wrap };
};

describe('whatever happens to parcels', () => {
  it('no key outlives its policy and none dies before it, each end is on record once, and no note is left', async () => {
    const act = fc.record({
      of: fc.nat({ max: 3 }),
      what: fc.constantFrom('accepted', 'at-facility', 'delivered', 'lost', 'revoke', 'sweep', 'sweep'),
      days: fc.constantFrom(0, 1, 10, 25, 40, 100),
      faults: fc.array(fc.constantFrom('lost', 'applied', 'none'), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { faults, wrap } = faulty();
        const world = mortalWorld(wrap);
        // It has been at work before: otherwise it looks back four hundred days at most.
        await world.sweep();
        const lives: Life[] = [];
        for (const service of ['domestic', 'international', 'domestic', 'international'] as const) {
          const parcel = await world.issue(service);
          const { issuedAt } = parcel;
          const end = monthsAfter(issuedAt, service === 'domestic' ? 9 : 10);
          lives.push({ parcel, service, labelDies: monthsAfter(issuedAt, 6), end });
          world.clock.advance(3 * DAY);
        }
        const sweepAll = async (): Promise<void> => {
          // A sweep that cannot even note what it could not do ends there; the next goes on.
          await world.sweep().catch(() => undefined);
          faults.length = 0;
          await Promise.all([world.sweep(), world.sweep()]);
          world.clock.advance(1_000);
          await world.sweep();
          const now = world.clock.now();
          for (const life of lives) expect(await life.parcel.left()).toMatchObject(sweptLife(life, now));
          expect(await world.sweep()).toEqual({ shredded: 0, ended: 0, ...DONE });
        };
        for (const { of, what, days, faults: next } of acts) {
          world.clock.advance(days * DAY);
          const life = lives[of];
          if (life === undefined) throw new Error('there are four');
          faults.push(...next);
          const now = world.clock.now();
          if (what === 'sweep') await sweepAll();
          else if (what === 'revoke') {
            if (await life.parcel.revoke()) [life.closed, life.labelDies] = ['revoked', now];
          } else if (await life.parcel.scan(what)) {
            accept(life, now);
            if (what !== 'delivered' && what !== 'lost') continue;
            life.closed = what;
            life.labelDies = Math.min(life.labelDies, daysAfter(now, 31));
          }
        }
        world.clock.advance(400 * DAY);
        faults.length = 0;
        await sweepAll();
        expect(world.notes()).toEqual([]);
        for (const { parcel } of lives) {
          expect(await parcel.left()).toEqual({ ...NOTHING, state: 'shredded' });
          const ends = history(world, parcel).filter((what) => what === 'parcel.shred parcel');
          expect(ends).toHaveLength(1);
        }
      }),
      { numRuns: 40 },
    );
  });
});
