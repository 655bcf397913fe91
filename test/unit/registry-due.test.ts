import { describe, expect, it } from 'vitest';
import { DAY, dueWorld, HOUR, TEN, vietnam } from './due-world.ts';
import { numberOf, REGISTRAR } from './registry-world.ts';

const NOTICE = (day: string): string =>
  `Thong tin thue bao cua so nay, hoac so cung hop dong, chua dung. Hay cap nhat truoc ngay ${day}, neu khong se bi tam dung mot chieu.`;

const handedOver = (step: string): readonly string[] => [
  `notice begun ${step}`,
  `notice handed-over ${step}`,
];

describe('wrong information', () => {
  it('is told five days in a row, suspended one way and both, and ended, each step on record and told', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await world.begin('wrong-information', names);
    await world.runUntil();
    expect(await world.shownSteps('wrong-information', names)).toEqual([
      'notice-1 2026-11-22T10:00',
      'notice-2 2026-11-23T08:00',
      'notice-3 2026-11-24T08:00',
      'notice-4 2026-11-25T08:00',
      'notice-5 2026-11-26T08:00',
      'one-way 2026-12-07T08:00',
      'two-way 2026-12-22T08:00',
      'end 2026-12-27T08:00',
    ]);
    expect(world.said()).toEqual([
      ...[1, 2, 3, 4, 5].flatMap((n) => handedOver(`notice-${n}`)),
      'suspend one-way',
      ...handedOver('one-way'),
      'suspend two-way',
      ...handedOver('two-way'),
      'terminate terminated',
      ...handedOver('end'),
    ]);
    expect(world.sent.map(({ phone, text }) => [phone, text])).toEqual(
      [
        ...Array.from({ length: 5 }, () => NOTICE('07/12/2026')),
        'So nay da bi tam dung mot chieu vi thong tin thue bao chua dung. Hay cap nhat truoc ngay 22/12/2026, neu khong se bi tam dung hai chieu.',
        'So nay da bi tam dung hai chieu vi thong tin thue bao chua dung. Hay cap nhat truoc ngay 27/12/2026, neu khong se bi cham dut dich vu.',
        'Dich vu cua so nay da cham dut vi thong tin thue bao khong duoc cap nhat dung han.',
      ].map((text) => [numberOf(1), text]),
    );
    expect(world.sent.every(({ text }) => text.length <= 160)).toBe(true);
    expect(await world.standing(names)).toBe('terminated');
    expect(await world.isOver('wrong-information', names)).toBe(true);
    expect(await world.nextDue()).toBeUndefined();
    const counts = await world.run();
    expect(counts).toEqual({ done: 0, late: 0, failed: 0, remaining: false });
  });

  it('is told to all living numbers of the contract, and to no other of the holder', async () => {
    const world = await dueWorld();
    const contract = { imageId: 'scan', sha256: 'c'.repeat(64) };
    const names = await world.served(1, { contract });
    const { personId } = names;
    const others = [
      [2, { contract: { ...contract, imageId: 'another scan' } }],
      [3, { contract: { ...contract, sha256: 'd'.repeat(64) } }],
      [4, {}],
      [5, { contract }],
    ] as const;
    for (const [n, more] of others) {
      const { subscriptionId } = await world.alsoServed(personId, n, more);
      if (n === 5)
        await world.registry.moveSubscription(REGISTRAR, {
          subscriptionId,
          move: { name: 'end', cause: 'holder-request' },
          by: 'registrar',
        });
    }
    await world.begin('wrong-information', names);
    await world.run();
    expect(world.sent.map(({ phone }) => phone).toSorted()).toEqual([numberOf(1), numberOf(2)]);
    await world.runUntil(TEN + 16 * DAY);
    expect(await world.standing(names)).toBe('suspended-one-way');
    expect(
      world.sent.filter(({ text }) => text.startsWith('So nay da bi')).map(({ phone }) => phone),
    ).toEqual([numberOf(1)]);
  });

  it('waits for the morning, and begins its notices again where a day went by', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    world.clock.set(vietnam('2026-11-22T23:00:00'));
    await world.begin('wrong-information', names);
    await world.run();
    expect(world.sent).toEqual([]);
    await world.runUntil(vietnam('2026-11-24T12:00:00'));
    // Nobody works until the 27th.
    world.clock.set(vietnam('2026-11-27T03:00:00'));
    await world.run();
    await world.runUntil(vietnam('2026-12-16T12:00:00'));
    expect(await world.shownSteps('wrong-information', names)).toEqual([
      'notice-1 2026-11-23T08:00',
      'notice-2 2026-11-24T08:00',
      'notice-1 2026-11-27T08:00',
      'notice-2 2026-11-28T08:00',
      'notice-3 2026-11-29T08:00',
      'notice-4 2026-11-30T08:00',
      'notice-5 2026-12-01T08:00',
      'one-way 2026-12-12T08:00',
    ]);
    expect(world.sent[2]?.text).toBe(NOTICE('12/12/2026'));
  });

  it('stops with the holder’s verification, with or without a hold, and with the end of the number', async () => {
    for (const days of [2, 20, 31]) {
      const world = await dueWorld();
      const names = await world.served(1);
      await world.begin('wrong-information', names);
      await world.begin('device-change', names);
      await world.runUntil(TEN + days * DAY);
      const ends = days === 31;
      await world.registry.moveSubscription(REGISTRAR, {
        subscriptionId: names.subscriptionId,
        move: ends
          ? { name: 'end', cause: 'holder-request' }
          : { name: 'lift', cause: 'device-change', because: 'verified' },
        by: 'registrar',
        isVerified: !ends,
        settles: ['wrong-information'],
      });
      const cause = ends ? 'ended' : 'verified';
      for (const timeline of ['wrong-information', 'device-change'] as const)
        expect((await world.timeline(timeline, names))?.run.stopped?.cause).toBe(cause);
      await world.run();
      expect(await world.nextDue()).toBeUndefined();
    }
  });
});

describe('a changed device', () => {
  it('suspends at once and at night, and tells what to do', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    world.clock.set(vietnam('2026-11-22T02:30:00') + DAY);
    await world.begin('device-change', names);
    expect(await world.run()).toMatchObject({ done: 2, late: 0, failed: 0 });
    expect(world.network.stateIn('network', names.subscriptionId)).toBe('suspended-one-way');
    expect(await world.standing(names)).toBe('suspended-one-way');
    expect(world.sent.map(({ kind, text }) => [kind, text])).toEqual([
      [
        'subscription-device-change',
        'So nay vua doi thiet bi nen bi tam dung mot chieu. Hay xac thuc khuon mat truoc ngay 23/12/2026, neu khong se bi tam dung hai chieu.',
      ],
    ]);
    await world.runUntil();
    expect(await world.standing(names)).toBe('terminated');
  });

  it('is late after two hours, which is counted', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await world.run();
    await world.begin('device-change', names);
    world.clock.advance(2 * HOUR + 1);
    expect(await world.run()).toMatchObject({ done: 2, late: 1 });
  });

  it('goes no further than one way for a machine’s number, which is told no day', async () => {
    const world = await dueWorld();
    const names = await world.served(1, { use: 'machine' });
    await world.begin('device-change', names);
    await world.runUntil();
    expect(await world.standing(names)).toBe('suspended-one-way');
    expect(world.sent.map(({ text }) => text)).toEqual([
      'So nay vua doi thiet bi nen bi tam dung mot chieu. Hay xac thuc khuon mat de duoc mo lai.',
    ]);
    expect(await world.isOver('device-change', names)).toBe(true);
  });
});

describe('what cannot be told', () => {
  it('is tried again later and later, completes nothing, and holds nobody else up', async () => {
    const world = await dueWorld();
    const [stuck, other] = [await world.served(1), await world.served(2)];
    await world.run();
    await world.begin('wrong-information', stuck);
    await world.begin('wrong-information', other);
    world.gateway.refuses = ({ phone }) => phone === numberOf(1);
    expect(await world.run()).toMatchObject({ done: 1, failed: 1 });
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      const next = (await world.nextDue()) ?? 0;
      waits.push(Math.round((next - world.clock.now()) / 60_000));
      world.clock.set(next);
      expect(await world.run()).toMatchObject({ done: 0, failed: 1 });
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(await world.shownSteps('wrong-information', stuck)).toEqual([]);
    expect(await world.shownSteps('wrong-information', other)).toHaveLength(1);
    world.gateway.refuses = () => false;
    await world.runUntil(TEN + 3 * HOUR);
    expect(await world.shownSteps('wrong-information', stuck)).toHaveLength(1);
    expect(world.said().filter((words) => words === 'notice begun notice-1')).toHaveLength(2);
  });

  it('goes on behind the number that was told last', async () => {
    const world = await dueWorld();
    const contract = { imageId: 'scan', sha256: 'c'.repeat(64) };
    const names = await world.served(1, { contract });
    for (const n of [2, 3, 4]) await world.alsoServed(names.personId, n, { contract });
    await world.begin('wrong-information', names);
    const asked: string[] = [];
    world.gateway.refuses = ({ phone }) => {
      asked.push(phone);
      return asked.length === 3;
    };
    await world.run();
    await world.runUntil(TEN + HOUR);
    expect(asked).toHaveLength(5);
    expect(new Set(asked).size).toBe(4);
    expect(world.sent).toHaveLength(4);
  });

  it('of an end is given up after a day, for the number may be another’s', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    await world.begin('device-change', names);
    world.gateway.refuses = ({ text }) => text.startsWith('Dich vu');
    await world.runUntil(TEN + 35 * DAY);
    expect(await world.standing(names)).toBe('terminated');
    await world.runUntil();
    expect(world.said().slice(-2)).toEqual(['notice begun end', 'notice given-up end']);
    expect(await world.nextDue()).toBeUndefined();
  });
});
