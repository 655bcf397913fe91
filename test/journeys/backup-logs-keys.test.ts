import { describe, expect, it } from 'vitest';
import {
  backedUp,
  backUp,
  expectEachOnce,
  goOn,
  restore,
  stateOf,
  tablesInAws,
  TAKEN_BACK,
  vkeysOf,
} from '../support/logged-backup.ts';
import { waitingIn } from '../support/logged-system.ts';
import { scanTables } from '../support/stored-items.ts';

const freshTable = await tablesInAws(6);

const LOGS = ['--logs', 'logs'];

/** A system whose key is replaced after its backup as one that somebody else can use, and that goes on. */
const leaked = async () => {
  const all = await backedUp(freshTable());
  await all.system.sequence();
  all.system.replaceKey();
  await goOn(all);
  return all;
};

const refused = [1, expect.stringMatching(/not its own.*a key that it does not name \(--vkey\)/s)];

describe('a log whose key was replaced without its word', () => {
  it('is backed up where the operator names the new one', async () => {
    const { source, system } = await leaked();
    const backups = system.place('backups');
    const before = [...backups.stored.keys()];
    const unnamed = await backUp(system, source);
    expect([unnamed.exitCode, unnamed.complaint]).toEqual(refused);
    expect([...backups.stored.keys()]).toEqual(before);

    const named = ['--vkey', await system.vkey('2099'), ...(await vkeysOf(system))];
    const { exitCode, complaint } = await backUp(system, source, [...LOGS, ...named]);
    expect([exitCode, complaint]).toEqual([0, '']);
  });

  it('is restored beside where the operator names the new one', async () => {
    const all = await leaked();
    const { system } = all;
    const target = freshTable();
    const survived = ['--no-outbox', ...LOGS];
    const unnamed = await restore(system, target, survived);
    expect([unnamed.exitCode, unnamed.complaint]).toEqual(refused);
    expect(await scanTables(target)).toEqual([]);

    const { exitCode, complaint } = await restore(system, target, [...survived, ...(await vkeysOf(system))]);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect([await waitingIn(target), await stateOf(all, target)]).toEqual([[], TAKEN_BACK]);
    await expectEachOnce(system, target.table);
  });

  it('is not restored beside as the leaked one left it, where the operator names the new one', async () => {
    const all = await backedUp(freshTable());
    const { system } = all;
    await system.sequence();
    const older = system.place('older');
    for (const [name, bytes] of system.place('logs').stored) older.stored.set(name, bytes);
    system.replaceKey();
    await goOn(all);
    const target = freshTable();
    const beside = ['--no-outbox', '--logs', 'older', ...(await vkeysOf(system))];
    const { exitCode, complaint } = await restore(system, target, beside);
    expect([exitCode, complaint]).toEqual(refused);
    expect(await scanTables(target)).toEqual([]);
  });

  it('is not known by a key that has not signed it, nor by what is no key', async () => {
    const { source, system } = await leaked();
    const vkeys = await vkeysOf(system);
    system.replaceKey();
    await system.read(1);
    await system.sequence();
    const late = await backUp(system, source, [...LOGS, ...vkeys]);
    expect([late.exitCode, late.complaint]).toEqual(refused);
    expect((await backUp(system, source, [...LOGS, '--vkey', 'log.example/ems/2026+x'])).exitCode).toBe(2);
  });
});
