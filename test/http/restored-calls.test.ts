import { toEntry, type Recorder } from '@temkin/audit-event';
import { reportJoiner, shipperLines, staffOwners } from '@temkin/caller-id';
import { accountHash, pastCalls, recipientHash, type CallIntent } from '@temkin/caller-id/domain';
import { keyRing, keyWrap } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { partsOf, tableWrappedKeys, type StoredItem } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { collectionAccountStore } from '../../packages/capabilities/caller-id/src/store/collection-accounts.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import { registerKeys } from '../../packages/capabilities/caller-id/src/store/register-keys.ts';
import { staffNumberStore } from '../../packages/capabilities/caller-id/src/store/staff-numbers.ts';
import { openDetails } from '../../packages/capabilities/caller-id/src/usecases/account-details.ts';
import { sealedValues } from '../../packages/capabilities/caller-id/src/usecases/sealed-values.ts';
import { isBackedUp } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { bringBack } from '../../packages/surfaces/cli/src/restore/bring-back.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { declaredCalls, POOL_NUMBER } from '../support/declared-calls.ts';
import { classified, kindsOf } from '../support/item-kinds.ts';
import { memoryTable, type MemoryTable } from '../support/memory-table.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { added, freshAccount, freshNumber, registered } from '../support/registers.ts';
import { testSystem } from '../support/system.ts';

const DAY = 86_400_000;

const system = await testSystem();
const { clock, table } = system;
const { addNumber, declare, move } = declaredCalls(system);
const SECOND_NUMBER = '+842439447789';

const ring = keyRing({
  rootKey: system.rootKeys.main,
  wrappedKeys: tableWrappedKeys(table, clock),
  clock,
  random: systemRandom,
  epochs: 'shared',
});

/** What a backup has now, and it has no key of a call. */
const backedUp = async (): Promise<readonly StoredItem[]> =>
  (await system.stored())
    .filter((stored) => isBackedUp(stored.table))
    .map(({ item, ...key }) => ({ key, item }));

/** Brings items back as a restore does, by all that is on record now. */
const restored = async (
  items: readonly StoredItem[],
  beganMilliseconds = clock.now(),
): Promise<MemoryTable> => {
  const replayed = replayedEvents();
  for (const event of await recordedEvents(table)) replayed.addLogged(toEntry(event));
  const back = bringBack(replayed.inOrder(), { beganMilliseconds, clock, logged: new Set() });
  for (const stored of items) if (back.studies.has(stored.key.table)) back.study(stored);
  return memoryTable(
    [...items, ...back.missingFrom('calls')].flatMap(({ key, item }) => {
      const fate = back.bring({ key, item });
      return 'item' in fate ? [{ key, item: fate.item }] : [];
    }),
  );
};

/** What others of the system read of the registers, over what came back. */
const reading = (back: MemoryTable) => {
  const dependencies = { table: back, keyRing: ring, random: systemRandom };
  return {
    lines: shipperLines(dependencies),
    owners: staffOwners(dependencies),
    staffNumbers: staffNumberStore(back),
    accounts: collectionAccountStore(back),
    pool: poolNumbers(back),
    intents: callIntents(back),
    registers: registerKeys({
      table: back,
      keys: keyWrap(ring, 'call-register', systemRandom),
      random: systemRandom,
    }),
  };
};

const e164 = (number: string): string => `+84${number.slice(1)}`;

const phoneOf = (n: number): string => `+8491230000${n}`;

const isDue = ({ key }: StoredItem): boolean =>
  key.table === 'calls' && partsOf('calls', 'dueCall', key) !== undefined;

const STATES = ['created', 'announced', 'ringing', 'answered', 'ended', 'cancelled'] as const;

/** A call that had rung when the backup was made, and was ended since because its shipper was suspended. */
const REVOKED_SINCE = 6;

const enrol = (subject: string): Promise<void> =>
  system.enrol({ subject, tenant: 'demo', kind: 'staff', roles: ['shipper'], scopes: [] });

/** Calls of a morning, each in another state; reports of those that rang; registers, of which half is retired after the backup. */
const morning = async () => {
  await addNumber();
  await addNumber(SECOND_NUMBER);
  const calls = new Map<string, CallIntent>();
  for (const name of [...STATES, 'suspended']) await enrol(`shipper-${name}`);
  for (const [n, state] of STATES.entries()) {
    const made = await declare({ phone: phoneOf(n), shipper: `shipper-${state}`, state: 'created' });
    calls.set(state, made);
    if (state !== 'created' && state !== 'cancelled') await move(made, 'announced');
    if (state === 'ringing' || state === 'answered' || state === 'ended') await move(made, 'ringing');
    if (state === 'answered' || state === 'ended') await move(made, 'answered');
    if (state === 'ended' || state === 'cancelled') await move(made, state);
  }
  const revoked = await declare({ phone: phoneOf(REVOKED_SINCE), shipper: 'shipper-suspended' });
  await move(revoked, 'ringing');
  const [kept, gone] = [freshNumber(), freshNumber()];
  const [keptAccount, goneAccount] = [freshAccount(), freshAccount()];
  const telephones = {
    kept: await registered(system, { number: kept }),
    gone: await registered(system, { number: gone, shipper: 'shipper-binh' }),
  };
  const accounts = { kept: await added(system, keptAccount), gone: await added(system, goneAccount) };
  const items = await backedUp();
  const began = clock.now();

  clock.advance(60_000);
  const retiredFrom = clock.now();
  const retired = await Promise.all([
    system.as('staff-admin-lan').post(`/v1/staff-numbers/${telephones.gone.staffNumberId}/retire`),
    system.as('staff-admin-lan').post(`/v1/collection-accounts/${accounts.gone.accountId}/retire`),
    system.as('staff-admin-oanh').post('/v1/numbers/retire', { number: SECOND_NUMBER }),
    system.as('staff-admin-lan').post('/v1/staff/shipper-suspended/suspend'),
  ]);
  expect(retired.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await system.sweepCalls();
  const back = await restored(items, began);
  return { calls, revoked, telephones, kept, gone, accounts, items, retiredFrom, back };
};

let world: Awaited<ReturnType<typeof morning>>;
beforeAll(async () => {
  world = await morning();
});

/** What is told of a call from the pool that somebody reports, once it is joined over what came back. */
const joined = async (phone: string): Promise<readonly string[]> => {
  const { back } = world;
  const findings: string[] = [];
  const recorder: Recorder = {
    commit: async (_, __, { writes = () => [] } = {}) => {
      const receipt = { eventId: crypto.randomUUID(), leaf: 'leaf' };
      const verdict = await back.transact(writes(receipt), receipt.eventId);
      return verdict.outcome === 'committed' ? { outcome: 'committed', receipt } : verdict;
    },
  };
  const said = { kind: 'call', callingNumber: POOL_NUMBER, ownLast4: phone.slice(-4) };
  const receipt = (await (await postPublicly(system, '/v1/public/demo/reports', said)).json()) as {
    readonly receipt: string;
  };
  expect(receipt.receipt).toMatch(/^[0-9a-f]{16}$/);
  const ofReports = (await backedUp()).filter(
    ({ key }) => key.table === 'calls' && /^(?:CR|RD)#/.test(key.partition),
  );
  for (const { key, item } of ofReports) await back.write({ kind: 'put', key, item, condition: 'absent' });
  const join = reportJoiner({
    table: back,
    recorder,
    shippers: { mayCall: async () => true },
    findings: { report: ({ finding }) => findings.push(finding) },
    clock: { now: () => clock.now() + 11 * 60_000 },
  });
  await join({ deadlineMilliseconds: Infinity });
  return findings;
};

describe('calls that come back from a backup', () => {
  it('are over, with nothing that is live about them, and none has its key', async () => {
    const { calls, items, back } = world;
    const { intents } = reading(back);
    const states: Record<string, string> = {};
    for (const [state, { intentId }] of calls)
      states[state] = (await intents.intent('demo', intentId))?.state ?? 'nowhere';
    expect(states).toEqual({
      created: 'expired',
      announced: 'expired',
      ringing: 'ended',
      answered: 'ended',
      ended: 'ended',
      cancelled: 'cancelled',
    });
    for (const [, { shipper, number, recipientHash: recipient }] of calls)
      expect([
        await intents.liveOf('demo', shipper),
        await intents.liveBetween('demo', number, recipient),
      ]).toEqual([undefined, undefined]);
    expect(items.filter(isDue).length).toBeGreaterThan(0);
    expect(back.items().filter(isDue)).toEqual([]);
    expect([...items, ...back.items()].filter(({ key }) => key.table === 'call-keys')).toEqual([]);
  });

  it('are told to whoever shows the own number, where they rang', async () => {
    const { back } = world;
    const { intents } = reading(back);
    const { id, key } = await ring.current('demo', 'call');
    const told: Record<string, number> = {};
    for (const [n, state] of STATES.entries()) {
      const ids = await intents.history('demo', id, recipientHash(key, phoneOf(n)), clock.now());
      const found = await intents.intents('demo', ids);
      expect(found).toHaveLength(1);
      told[state] = pastCalls(found, () => true, clock.now() + DAY).length;
    }
    expect(told).toEqual({ created: 0, announced: 0, ringing: 1, answered: 1, ended: 1, cancelled: 0 });
  });

  it('stay taken back where they were since', async () => {
    const { revoked, back } = world;
    const { intents } = reading(back);
    expect((await intents.intent('demo', revoked.intentId))?.state).toBe('revoked');
  });

  it('make no forgery of a call that was ours: a report of one that rang is joined as before', async () => {
    expect(await joined(phoneOf(3))).toEqual(['call-declared']);
  });

  it('leave a note of the time of which none are known, and nothing of anybody', () => {
    const notes = world.back
      .items()
      .map(({ key, item }) => ({ ...key, item }))
      .filter((one) => kindsOf(one).includes('calls.lostCalls'));
    expect(notes.map(({ partition }) => partition).toSorted()).toEqual(['LC#demo', 'LC#other']);
    for (const note of notes)
      expect(classified(note).map((field) => [field.name, field.class])).toEqual([
        ['from', 'clear'],
        ['until', 'clear'],
        ['expiresAtSeconds', 'clear'],
      ]);
  });

  it('make no forgery of one that the backup did not have, until none of those can be meant', async () => {
    expect(await joined(phoneOf(8))).toEqual([]);
    clock.advance(6 * 3_600_000);
    expect(await joined(phoneOf(9))).toEqual(['call-spoofed']);
  });
});

describe('registers that come back from a backup', () => {
  it('are found by their keyed hashes, read and listed as they were', async () => {
    const { telephones, kept, accounts, back } = world;
    const { lines, owners, staffNumbers, accounts: store, registers } = reading(back);
    expect(await owners.ownerOf('demo', e164(kept))).toBe('shipper-an');
    expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(kept));
    const listed = await staffNumbers.page('demo', { limit: 10 });
    expect(listed.entries.map(({ staffNumberId }) => staffNumberId)).toEqual([telephones.kept.staffNumberId]);
    const { bankBin, account, holderName, accountId } = accounts.kept;
    const key = await registers.findOrMake('demo', 'collection-account');
    expect(await store.official('demo', accountHash(key, { bankBin, account }))).toBe(accountId);
    const { entries: page } = await store.page('demo', { limit: 10 });
    expect(page.map((one) => one.accountId)).toEqual([accountId]);
    const sealed = sealedValues({ keyRing: ring, random: systemRandom }, 'collection-account');
    const opened = await Promise.all(page.map((one) => openDetails(sealed, 'demo', one)));
    expect(opened).toEqual([{ bankBin, account, holderName }]);
  });

  it('have nothing of what was retired since: no line, no owner, nothing official', async () => {
    const { telephones, gone, accounts, back } = world;
    const { lines, owners, staffNumbers, accounts: store, registers } = reading(back);
    expect([
      await owners.ownerOf('demo', e164(gone)),
      await lines.numberOf('demo', 'shipper-binh'),
      await staffNumbers.find('demo', telephones.gone.staffNumberId),
      await store.find('demo', accounts.gone.accountId),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    const key = await registers.findOrMake('demo', 'collection-account');
    expect(await store.official('demo', accountHash(key, accounts.gone))).toBeUndefined();
    const stored = JSON.stringify(back.items().filter((one) => one.key.table === 'calls'));
    expect(stored).not.toContain(telephones.gone.staffNumberId);
  });

  it('hold a number of the pool that was retired since for as long as it was to be, and no longer', async () => {
    const { retiredFrom, back } = world;
    const { pool } = reading(back);
    const { state, retiredAt = 0 } = (await pool.find('demo', SECOND_NUMBER)) ?? {};
    expect([state, retiredAt >= retiredFrom]).toEqual(['retired', true]);
    expect(await pool.owner(SECOND_NUMBER)).toEqual({ tenant: 'demo', heldUntil: retiredAt + 91 * DAY });
    expect(await pool.find('demo', POOL_NUMBER)).toMatchObject({ state: 'active' });
    expect(await pool.owner(POOL_NUMBER)).toEqual({ tenant: 'demo' });
  });

  it('have nothing that leads to an entry which the backup missed: nobody could retire that', async () => {
    const { items, kept, accounts } = world;
    const torn = await restored(
      items.filter(({ key }) => key.table !== 'calls' || !/^(?:SN|CA)#/.test(key.partition)),
    );
    const { lines, owners, accounts: store, registers } = reading(torn);
    const key = await registers.findOrMake('demo', 'collection-account');
    expect([
      await owners.ownerOf('demo', e164(kept)),
      await lines.numberOf('demo', 'shipper-an'),
      await store.official('demo', accountHash(key, accounts.kept)),
    ]).toEqual([undefined, undefined, undefined]);
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
