import type { Table } from '@temkin/storage';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { MONDAY } from '../unit/prepared-parcel.ts';
import { loggedSystem, readLog, stubAws } from './logged-system.ts';
import { testTable, type TestTable } from './store.ts';
import { scanTables } from './stored-items.ts';

export type LoggedSystem = ReturnType<typeof loggedSystem>;

/** Empty tables, made at the top level of a test file, to be taken for a test each; commands find them in AWS. */
export const tablesInAws = async (count: number): Promise<() => TestTable> => {
  beforeEach(stubAws);
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const spare: TestTable[] = [];
  // One after another: a store has other things to do.
  while (spare.length < count) spare.push(await testTable());
  return () => {
    const table = spare.pop();
    if (table === undefined) throw new Error('there are no more spare tables');
    return table;
  };
};

/** The year of every parcel's events. */
export const YEAR = String(new Date(MONDAY).getUTCFullYear());

/** The years whose logs there may be. */
const YEARS = [...new Set([YEAR, String(new Date().getUTCFullYear())])];

/** The options that name the key that signs now. */
export const vkeysOf = async ({ vkey }: LoggedSystem): Promise<readonly string[]> =>
  (await Promise.all(YEARS.map(vkey))).flatMap((text) => ['--vkey', text]);

/** Backs tables up. */
export const backUp = (
  { run }: LoggedSystem,
  source: TestTable,
  more: readonly string[] = ['--logs', 'logs'],
): ReturnType<LoggedSystem['run']> => run(['backup', '--to', 'backups', '--tables', source.prefix, ...more]);

/** Restores the newest backup. */
export const restore = (
  { run }: LoggedSystem,
  into: TestTable,
  more: readonly string[],
): ReturnType<LoggedSystem['run']> => run(['restore', '--from', 'backups', '--tables', into.prefix, ...more]);

/** The option that names the outbox of these tables. */
export const outboxOf = ({ prefix }: TestTable): readonly string[] => ['--outbox', `tables:${prefix}`];

/** A system with a parcel, whose event is in no log: none was begun. */
export const unlogged = async (source: TestTable): Promise<LoggedSystem> => {
  const system = loggedSystem(source);
  await system.history.issue('ems', 'first');
  await system.save();
  await system.recordHistory();
  return system;
};

/** Has something done while a backup runs, before each part of it whose name fits is stored; answers how to end that. */
export const whileBackingUp = (
  { place }: LoggedSystem,
  part: RegExp,
  act: () => Promise<void>,
): (() => void) => {
  const backups = place('backups');
  const plain = { ...backups };
  const put = vi.spyOn(backups, 'putIfAbsent').mockImplementation(async (name, bytes) => {
    if (part.test(name)) await act();
    return plain.putIfAbsent(name, bytes);
  });
  return () => put.mockRestore();
};

/** A system with two parcels, whose events are in the log in part. */
export const halfLogged = async (source: TestTable) => {
  const system = loggedSystem(source);
  const shredded = await system.history.issue('ems', 'shredded');
  const kept = await system.history.issue('ems', 'kept');
  await system.save();
  await system.recordHistory();
  await system.read(300);
  await system.sequence();
  await system.read(3);
  return { source, system, shredded, kept };
};

export type HalfLogged = Awaited<ReturnType<typeof halfLogged>>;

/** The same with a backup of it. */
export const backedUp = async (source: TestTable) => {
  const half = await halfLogged(source);
  const backup = await backUp(half.system, source);
  expect([backup.exitCode, backup.complaint]).toEqual([0, '']);
  return { ...half, backup };
};

/** Destroys the parcel and suspends Binh, and all of it is in the log. */
export const goOn = async ({ system, shredded }: HalfLogged): Promise<void> => {
  await shredded.shredKey();
  await system.recordHistory();
  await system.suspendBinh();
  await system.read(300);
  await system.sequence();
};

/** What tables have of the parcel's key and of Binh; after `goOn` it must be `TAKEN_BACK`. */
export const stateOf = ({ system, shredded }: HalfLogged, tables: TestTable): Promise<readonly unknown[]> =>
  Promise.all([system.hasKey(tables, shredded), system.statusOfBinh(tables)]);

export const TAKEN_BACK = [false, 'suspended'];

/** Sequences what a restore brought back, and compares the log with all that was ever recorded. */
export const expectEachOnce = async (
  system: LoggedSystem,
  into: Table,
  blobs = system.place('logs'),
  events = system.recorded(),
): Promise<void> => {
  await system.sequence(into, { blobs });
  const logged: string[] = [];
  for (const year of YEARS) {
    const log = await readLog(blobs.stored, year);
    expect(log.verdict.outcome).toBe('consistent');
    logged.push(...log.events.slice(1).map(({ metadata }) => metadata.uid));
  }
  expect(logged.toSorted()).toEqual(events);
};

/** Copies tables, or those that are named, as a recovery to this moment would. */
export const recover = async (from: TestTable, to: TestTable, tables = /./): Promise<void> => {
  for (const { item, ...key } of await scanTables(from))
    if (tables.test(key.table)) await to.table.write({ kind: 'put', key, item });
};
