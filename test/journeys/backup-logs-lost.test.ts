import { logTenants } from '@temkin/audit';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../packages/surfaces/cli/src/format/digest.ts';
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
  unlogged,
  whileBackingUp,
  YEAR,
} from '../support/logged-backup.ts';
import { waitingIn } from '../support/logged-system.ts';
import { scanTables } from '../support/stored-items.ts';

const freshTable = await tablesInAws(22);

const LOST = ['--no-outbox', '--logs-lost'];

describe('logs that are lost with the tables', () => {
  it('are known by what the backup has, and what is lost is said', async () => {
    const all = await backedUp(freshTable());
    const { system } = all;
    const known = system.recorded();
    await goOn(all);
    const target = freshTable();
    const { exitCode, output } = await restore(system, target, LOST);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output).logsLost).toContainEqual({
      tenant: 'ems',
      year: YEAR,
      size: expect.any(Number),
    });
    expect(await stateOf(all, target)).toEqual([true, 'active']);
    const waiting = await waitingIn(target);
    expect(waiting).toHaveLength(3);
    expect(known).toEqual(expect.arrayContaining([...waiting]));
  });

  it('are begun anew for every company that comes back, be it that nothing of it waits', async () => {
    const { source, system } = await halfLogged(freshTable());
    const idle = keyOf('access', 'tenant', { tenant: 'vnp' });
    await source.table.write({ kind: 'put', key: idle, item: { displayName: 'VNP' } });
    expect((await backUp(system, source)).exitCode).toBe(0);
    const target = freshTable();
    expect((await restore(system, target, LOST)).exitCode).toBe(0);
    expect(await logTenants(target.table).all()).toEqual(['ems', 'vnp']);
    // Nor does the list keep the restore from being run again.
    expect((await restore(system, target, LOST)).complaint).toBe('');
  });

  it('leave no head and no index behind that the store may keep', async () => {
    const { source, system } = await backedUp(freshTable());
    const target = freshTable();
    await recover(source, target, /log-heads/);
    const { exitCode, complaint } = await restore(system, target, LOST);
    expect([exitCode, complaint]).toEqual([1, expect.stringMatching(/^Already in .* item/)]);
  });

  it('do not take along what was destroyed while the backup ran', async () => {
    const half = await halfLogged(freshTable());
    const { source, system } = half;
    const cease = whileBackingUp(system, /\/(tenant-keys|access)\//, () => goOn(half));
    expect((await backUp(system, source)).exitCode).toBe(0);
    expect(await waitingIn(source)).toEqual([]);
    cease();
    const target = freshTable();
    expect((await restore(system, target, LOST)).exitCode).toBe(0);
    expect(await stateOf(half, target)).toEqual(TAKEN_BACK);
    // What came into the lost logs since the backup began is in the new one.
    const again = system.place('anew');
    const since = await waitingIn(target);
    expect(since.length).toBeGreaterThan(300);
    await expectEachOnce(system, target.table, again, since);
  });
});

describe('a log that is begun while a backup runs', () => {
  it('is known by all that waited, and by nothing that it says of itself', async () => {
    const source = freshTable();
    const system = await unlogged(source);
    whileBackingUp(system, /\/parcels\//, () => system.sequence());
    const { exitCode, output } = await backUp(system, source);
    expect([exitCode, JSON.parse(output).logs]).toEqual([
      0,
      [{ tenant: 'ems', year: YEAR, size: 0, root: sha256Hex('') }],
    ]);
    const target = freshTable();
    expect((await restore(system, target, LOST)).exitCode).toBe(0);
    expect(await waitingIn(target)).toEqual(system.recorded());
  });
});

describe('a restore that nobody told of the logs', () => {
  it.each(['the backup', 'the later outbox', 'the target'])(
    'is refused where %s knows of any',
    async (who) => {
      const source = freshTable();
      const half = await halfLogged(source);
      const { system } = half;
      const [before, target] = [freshTable(), freshTable()];
      await recover(source, before, who === 'the backup' ? /./ : /^(?!log-heads)/);
      expect((await backUp(system, before)).exitCode).toBe(0);
      if (who === 'the target') await recover(source, target, /log-heads/);
      const outbox = who === 'the later outbox' ? outboxOf(source) : ['--no-outbox'];
      const items = (await scanTables(target)).length;
      const { exitCode, complaint } = await restore(system, target, outbox);
      expect([exitCode, complaint]).toEqual([
        1,
        expect.stringMatching(/has logs \(.*--logs-lost.*Nothing was/s),
      ]);
      expect(await scanTables(target)).toHaveLength(items);
    },
  );

  it('is not told two things of them', async () => {
    const { system } = await halfLogged(freshTable());
    expect((await restore(system, freshTable(), [...LOST, '--logs', 'logs'])).exitCode).toBe(2);
  });
});
