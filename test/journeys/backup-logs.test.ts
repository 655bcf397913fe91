import { describe, expect, it } from 'vitest';
import {
  backedUp,
  backUp,
  expectEachOnce,
  goOn,
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
import { readLog, waitingIn } from '../support/logged-system.ts';
import { scanTables } from '../support/stored-items.ts';

const freshTable = await tablesInAws(12);

describe('a backup of a system whose events leave for the log', () => {
  it('has of each log what was settled when it began', async () => {
    const { system, backup } = await backedUp(freshTable());
    expect(JSON.parse(backup.output).logs).toContainEqual({
      tenant: 'ems',
      year: YEAR,
      size: (await readLog(system.place('logs').stored, YEAR)).events.length,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is refused where nobody says where the logs lie, or where they are not', async () => {
    const { source, system } = await backedUp(freshTable());
    const before = [...system.place('backups').stored.keys()];
    const unsaid = await backUp(system, source, []);
    expect([unsaid.exitCode, unsaid.complaint]).toEqual([
      1,
      expect.stringMatching(/has logs \(.*ems\/.*\).*--logs <directory/s),
    ]);
    const elsewhere = await backUp(system, source, ['--logs', 'elsewhere']);
    expect([elsewhere.exitCode, elsewhere.complaint]).toEqual([
      1,
      expect.stringMatching(/log ems\/\d+ in elsewhere is not the one.*no backup/s),
    ]);
    expect([...system.place('backups').stored.keys()]).toEqual(before);
  });

  it('is given up where the first log is begun meanwhile, and nobody said where', async () => {
    const source = freshTable();
    const system = await unlogged(source);
    whileBackingUp(system, /\/parcels\//, () => system.sequence());
    const { exitCode, complaint } = await backUp(system, source, []);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('There is no backup.')]);
    const stored = [...system.place('backups').stored.keys()];
    expect(stored.filter((name) => name.endsWith('manifest.json'))).toEqual([]);
  });
});

describe('a restore beside the log that outlived the loss', () => {
  it('brings nothing back that was destroyed, and no event that the log has: it goes on, each event once', async () => {
    const all = await backedUp(freshTable());
    const { source, system, kept } = all;
    await goOn(all);
    await system.read(2);
    const waiting = await waitingIn(source);
    expect(waiting).toHaveLength(2);

    const target = freshTable();
    const { exitCode, complaint, output } = await restore(system, target, [
      ...outboxOf(source),
      '--logs',
      'logs',
    ]);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(JSON.parse(output)).toMatchObject({
      tables: { outbox: { brought: 0, logged: 3 }, 'parcel-keys': { destroyed: 1 }, access: { altered: 1 } },
      eventsReplayed: 2,
      logsLost: [],
    });
    expect([await stateOf(all, target), await system.hasKey(target, kept)]).toEqual([TAKEN_BACK, true]);
    expect(await waitingIn(target)).toEqual(waiting);
    const ofLogs = (await scanTables(target)).filter(({ table }) => table.startsWith('log-'));
    expect(ofLogs.map(({ partition, sort }) => [partition, sort])).toEqual([['ALL', 'ems']]);
    await expectEachOnce(system, target.table);
  });

  it('does so where the outbox is lost with the tables', async () => {
    const all = await backedUp(freshTable());
    const { system } = all;
    await goOn(all);
    const target = freshTable();
    const { exitCode } = await restore(system, target, ['--no-outbox', '--logs', 'logs']);
    expect([exitCode, await waitingIn(target)]).toEqual([0, []]);
    expect(await stateOf(all, target)).toEqual(TAKEN_BACK);
    await expectEachOnce(system, target.table);
  });

  it('does so beside an outbox that is older than the log', async () => {
    const all = await backedUp(freshTable());
    const { source, system } = all;
    const [older, target] = [freshTable(), freshTable()];
    await recover(source, older, /outbox/);
    await goOn(all);
    expect((await restore(system, target, [...outboxOf(older), '--logs', 'logs'])).exitCode).toBe(0);
    expect(await waitingIn(target)).toEqual([]);
    await expectEachOnce(system, target.table);
  });

  it('brings events back that had come into no log', async () => {
    const { system } = await backedUp(freshTable());
    const target = freshTable();
    expect((await restore(system, target, ['--no-outbox', '--logs', 'logs'])).exitCode).toBe(0);
    expect(await waitingIn(target)).toHaveLength(3);
    await expectEachOnce(system, target.table);
  });
});
