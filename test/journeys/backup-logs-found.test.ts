import { StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it, vi } from 'vitest';
import {
  backedUp,
  backUp,
  expectEachOnce,
  goOn,
  halfLogged,
  outboxOf,
  recover,
  restore,
  stateOf,
  tablesInAws,
  TAKEN_BACK,
} from '../support/logged-backup.ts';
import { waitingIn } from '../support/logged-system.ts';
import { scanTables } from '../support/stored-items.ts';

const freshTable = await tablesInAws(39);

const ALONE = ['--no-outbox', '--logs', 'logs'];

describe('a log that is not the one that the backup knew', () => {
  it.each([
    ['of another system', 'begins otherwise'],
    ['that was cut', 'shorter than it was known'],
    ['that is not there', 'shorter than it was known'],
    ['whose entries were changed', 'others than were signed'],
  ])('stops the restore before it has begun: one %s', async (which, said) => {
    const half = await halfLogged(freshTable());
    const { source, system } = half;
    const before = new Map(system.place('logs').stored);
    await system.sequence();
    expect((await backUp(system, source)).exitCode).toBe(0);
    await goOn(half);

    const logs = system.place('another');
    const copy = (stored: ReadonlyMap<string, Uint8Array>): void => {
      for (const [name, bytes] of stored) logs.stored.set(name, bytes);
    };
    if (which === 'that was cut') copy(before);
    if (which === 'of another system') {
      const other = await halfLogged(freshTable());
      await goOn(other);
      copy(other.system.place('logs').stored);
    }
    if (which === 'whose entries were changed') {
      copy(system.place('logs').stored);
      const [name = '', bytes] = [...logs.stored].findLast(([path]) => path.includes('/tile/entries/')) ?? [];
      logs.stored.set(
        name,
        Uint8Array.from(bytes ?? [], (byte, at) => (at === 9 ? byte ^ 1 : byte)),
      );
    }

    const target = freshTable();
    const { exitCode, complaint } = await restore(system, target, ['--no-outbox', '--logs', 'another']);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(new RegExp(`in another is not the one .*${said}.*Nothing was changed`, 's')),
    ]);
    expect(await scanTables(target)).toEqual([]);
  });

  it('stops it where it grows meanwhile', async () => {
    const all = await backedUp(freshTable());
    const { source, system } = all;
    const backups = system.place('backups');
    const plain = { ...backups };
    const asked = new Set<string>();
    vi.spyOn(backups, 'get').mockImplementation(async (name) => {
      // What is read for the second time is read between the two looks at the logs.
      if (asked.has(name)) await system.read(1).then(() => system.sequence());
      asked.add(name);
      return plain.get(name);
    });
    const { exitCode, complaint } = await restore(system, freshTable(), [
      ...outboxOf(source),
      '--logs',
      'logs',
    ]);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('has grown while it was read')]);
  });
});

const sign = async (): Promise<never> => {
  throw new StoreUnavailable('no key');
};

/** A backed up store whose log was copied, and a second store that was recovered from it: each may go on by itself. */
const parted = async () => {
  const all = await backedUp(freshTable());
  const { source, system } = all;
  await system.sequence();
  const forked = freshTable();
  await recover(source, forked);
  const copy = system.place('copy');
  for (const [name, bytes] of system.place('logs').stored) copy.stored.set(name, bytes);
  return { all, source, system, forked, copy };
};

describe('a copy of the logs that knows less than the store of the later outbox', () => {
  it.each([
    ['is older', 'is an older copy'],
    ['has gone another way', 'is another log'],
    ['has none of them', 'is an older copy'],
  ])('stops the restore before it has begun: one that %s', async (which, said) => {
    const { all, source, system, forked, copy } = await parted();
    const target = freshTable();
    if (which !== 'has gone another way') await goOn(all);
    else {
      await system.read(300);
      await system.sequence();
      await system.read(600, forked.table);
      await system.sequence(forked.table, { blobs: copy });
    }
    if (which === 'has none of them') copy.stored.clear();

    const { exitCode, complaint } = await restore(system, target, [...outboxOf(source), '--logs', 'copy']);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `log ems/\\d+ in copy ${said}: .*knows \\d+ entries.*newest copy lies: --logs.*Nothing was changed`,
        ),
      ),
    ]);
    expect(await scanTables(target)).toEqual([]);
  });

  it('is none where all that the store knows is staged in it, and unsigned', async () => {
    const all = await backedUp(freshTable());
    const { source, system, shredded } = all;
    await shredded.shredKey();
    await system.recordHistory();
    await system.sequence(source.table, { sign });
    const target = freshTable();
    const { exitCode, complaint } = await restore(system, target, [...outboxOf(source), '--logs', 'logs']);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(await system.hasKey(target, shredded)).toBe(false);
    await expectEachOnce(system, target.table);
  });
});

describe('a sequencer that was stopped anywhere', () => {
  it('before events left the outbox that were published: a backup of that moment brings none back twice', async () => {
    const half = await halfLogged(freshTable());
    const { source, system } = half;
    const stuck = {
      ...source.table,
      deleteMany: async () => {
        throw new StoreUnavailable('down');
      },
    };
    await expect(system.sequence(stuck)).rejects.toThrow('down');
    expect(await waitingIn(source)).toHaveLength(3);
    expect((await backUp(system, source)).exitCode).toBe(0);
    const anew = freshTable();
    expect((await restore(system, anew, ['--no-outbox', '--logs-lost'])).exitCode).toBe(0);
    expect(await waitingIn(anew)).toHaveLength(3);

    await goOn(half);
    const target = freshTable();
    expect((await restore(system, target, ALONE)).exitCode).toBe(0);
    expect(await waitingIn(target)).toEqual([]);
    await expectEachOnce(system, target.table);
  });

  it.each(['lost', 'left'])('without a signature, its heads being %s', async (heads) => {
    const all = await backedUp(freshTable());
    const { source, system, shredded } = all;
    await shredded.shredKey();
    await system.recordHistory();
    await system.sequence(source.table, { sign });
    expect(await waitingIn(source)).toEqual([]);

    const target = freshTable();
    if (heads === 'left') await recover(source, target, /log-heads/);
    const { exitCode, complaint } = await restore(system, target, ALONE);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(await system.hasKey(target, shredded)).toBe(false);
    await expectEachOnce(system, target.table);
  });
});

describe('heads of logs', () => {
  it('that are older than the log stop a restore', async () => {
    const all = await backedUp(freshTable());
    const { source, system } = all;
    const target = freshTable();
    await recover(source, target, /log-heads/);
    await goOn(all);
    const { exitCode, complaint } = await restore(system, target, ALONE);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(/empty log-heads.*Nothing was changed/s),
    ]);
  });

  it('that know other entries stop one, be it that neither these nor the log’s are signed', async () => {
    const { all, source, system, forked, copy } = await parted();
    const target = freshTable();
    await all.shredded.shredKey();
    await system.recordHistory();
    await system.sequence(source.table, { sign });
    await system.read(10, forked.table);
    await system.sequence(forked.table, { blobs: copy, sign });

    await recover(source, target, /log-heads/);
    const { exitCode, complaint } = await restore(system, target, ['--no-outbox', '--logs', 'copy']);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(/in copy is not the one .*other entries than its head.*Nothing was changed/s),
    ]);
    expect(await system.hasKey(target, all.shredded)).toBe(false);
  });

  it('tell a backup of recovered tables from when on the log is later than these', async () => {
    const half = await halfLogged(freshTable());
    const { source, system } = half;
    const [recovered, target] = [freshTable(), freshTable()];
    await recover(source, recovered);
    await goOn(half);
    expect((await backUp(system, recovered)).exitCode).toBe(0);
    const { exitCode, complaint } = await restore(system, target, [...outboxOf(source), '--logs', 'logs']);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(await stateOf(half, target)).toEqual(TAKEN_BACK);
    await expectEachOnce(system, target.table);
  });
});
