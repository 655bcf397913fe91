import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { stagedTable } from '../support/staged-table.ts';
import { exportWorld, ROWS, rowsOf, sorted } from './export-world.ts';
import { DAY, HOUR, OFFICER, refusalOf } from './rights-world.ts';

describe('an export of the registry', () => {
  it('goes on where it was killed, and has every number once', async () => {
    const staged = stagedTable();
    const world = await exportWorld(ROWS, staged.wrapTable);
    const exportId = await world.released();
    let transactions = 0;
    staged.stage(async (commit) => {
      transactions += 1;
      if (transactions % 37 !== 0) return commit();
      if (transactions % 74 === 0) await commit();
      throw new OutcomeUnknown('killed');
    });
    let runs = 0;
    for (let isDone = false; !isDone && runs < 200; runs += 1) {
      // The clock goes on by one whenever it is looked at, so there are several parts.
      const { done } = await world.work({ deadlineMilliseconds: world.clock.now() + 90 });
      isDone = done === 1;
    }
    staged.stage();
    expect(runs).toBeGreaterThan(3);
    const { parts } = await world.exports.showExport(OFFICER, exportId);
    expect(parts.length).toBeGreaterThan(2);
    expect(
      rowsOf(await world.opened(exportId))
        .map(({ row }) => String(row?.record.subscription.msisdn))
        .toSorted(),
    ).toEqual(world.file.map(({ record }) => String(record.subscription.msisdn)).toSorted());
  });

  it('opens nobody once it is cancelled, also amid a part', async () => {
    const staged = stagedTable();
    const world = await exportWorld(20, staged.wrapTable);
    const exportId = await world.released();
    let reads = 0;
    staged.stage(async (commit) => {
      reads += 1;
      if (reads !== 3) return commit();
      staged.stage();
      await world.exports.cancelExport(OFFICER, exportId);
      return commit();
    });
    await world.workOff();
    const changes = world
      .eventsOf(exportId)
      .map(({ unmapped }) => (unmapped as { readonly change?: string }).change);
    expect(changes.filter((change) => change === 'read')).toHaveLength(2);
    expect(changes.at(-1)).toBe('cancelled');
  });

  it('leaves nothing of what was written once it is cancelled, or was there for a week, nor where nobody agreed', async () => {
    const world = await exportWorld(20);
    const [asked, cancelled, expired] = [await world.ask(), await world.released(), await world.released()];
    world.clock.advance(2 * DAY);
    await world.workOff();
    const names = (): number =>
      [...world.blobs.stored.keys()].filter((name) => name.startsWith('exports/')).length;
    expect(names()).toBe(2);
    await world.exports.cancelExport(OFFICER, cancelled);
    const again = await world.exports.cancelExport(OFFICER, cancelled);
    expect(again.receipt).toEqual((await world.exports.showExport(OFFICER, cancelled)).known.last);
    expect(names()).toBe(1);
    const { fetchedUntil = 0 } = (await world.exports.showExport(OFFICER, expired)).known;
    world.clock.set(fetchedUntil - HOUR);
    expect(await world.workOff()).toMatchObject({ expired: 1 });
    expect(names()).toBe(1);
    world.clock.set(fetchedUntil);
    expect(await refusalOf(world.exports.fetchExportPart(OFFICER, { exportId: expired, part: 1 }))).toBe(
      'EXPORT.STATE_NOT_ALLOWED',
    );
    expect(await world.workOff()).toMatchObject({ expired: 1 });
    expect(names()).toBe(0);
    for (const [exportId, state] of [
      [cancelled, 'cancelled'],
      [expired, 'expired'],
      [asked, 'expired'],
    ] as const) {
      expect((await world.exports.showExport(OFFICER, exportId)).known.state).toBe(state);
      expect(await refusalOf(world.exports.releaseExport(OFFICER, exportId))).toBe(
        'EXPORT.STATE_NOT_ALLOWED',
      );
    }
    // What leads to them goes last, when nothing that was on its way can come any more.
    world.clock.advance(HOUR);
    await world.workOff();
    expect(world.items('registry-bulk').filter(({ key }) => key.partition === 'EXO')).toEqual([]);
  });

  it('leaves nothing of it either where whoever cancelled it was killed, or the worker, or a part was on its way', async () => {
    for (let dies = 0; ; dies += 1) {
      const world = await exportWorld(20);
      const exportId = await world.released();
      await world.workOff();
      const [name = ''] = [...world.blobs.stored.keys()];
      let [left, isKilled] = [dies, false];
      const die = (): void => {
        left -= 1;
        isKilled ||= left === -1;
        if (left === -1) throw new StoreUnavailable('killed');
      };
      world.dying(die);
      await world.exports.cancelExport(OFFICER, exportId).catch(() => undefined);
      await world.workOff();
      world.dying();
      await world.workOff();
      expect(world.blobs.stored.size).toBe(0);
      await world.blobs.putIfAbsent(name.replace('000001', '000002'), new Uint8Array(9));
      world.clock.advance(15 * 60_000);
      await world.workOff();
      expect(world.blobs.stored.size).toBe(0);
      expect(world.items('registry-bulk').filter(({ key }) => key.partition === 'EXO')).toEqual([]);
      if (!isKilled) break;
    }
  });

  it('is written in turn with others, behind the end of what is over', async () => {
    const world = await exportWorld(ROWS);
    const over = await world.ask();
    world.clock.advance(9 * DAY);
    const running = [await world.released(), await world.released(), await world.released()];
    // The clock goes on by one whenever it is looked at, so time is over before any is written.
    const worked = await world.work({ deadlineMilliseconds: world.clock.now() + 150 });
    expect(worked).toMatchObject({ done: 0, expired: 1, remaining: true, faults: [] });
    expect((await world.exports.showExport(OFFICER, over)).known.state).toBe('expired');
    for (const exportId of running) {
      const { known } = await world.exports.showExport(OFFICER, exportId);
      expect([known.state, known.parts > 0]).toEqual(['running', true]);
    }
    expect(await world.workOff()).toMatchObject({ done: 3, remaining: false });
    for (const exportId of running) expect(sorted(await world.opened(exportId))).toHaveLength(ROWS);
  });
});
