import { shipperLines, staffOwners } from '@temkin/caller-id';
import { keyRing } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { keyOf, tableWrappedKeys } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decide, pendingIn } from '../support/approvals.ts';
import { eachWrite, type Failing } from '../support/each-write.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import {
  added,
  askAccount,
  askStaffNumber,
  freshAccount,
  freshNumber,
  registered,
  type AccountAnswer,
  type StaffNumberAnswer,
} from '../support/registers.ts';
import { testSystem } from '../support/system.ts';

const writes = eachWrite();
const system = await testSystem({ wrapTable: writes.wrapTable });
const { table, clock } = system;

/** What others of the system read of the register, over the same keys. */
const reading = {
  table,
  random: systemRandom,
  keyRing: keyRing({
    rootKey: system.rootKeys.main,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  }),
};
const [lines, owners] = [shipperLines(reading), staffOwners(reading)];

type Ask = () => Promise<Response>;

/** Asks while a write fails, and again where the answer says that it did, as a client would; answers the last answer. */
const sentAgain = async (during: Failing['during'], ask: Ask): Promise<Response> => {
  const first = await during(ask);
  if (first.ok) return first;
  expect(first.status).toBe(503);
  return ask();
};

const passing: Failing['during'] = (act) => act();

/** What is on record of one entry, in order. */
const recordOf = async (uid: string | undefined): Promise<readonly string[]> =>
  (await recordedEvents(table))
    .filter(({ resources }) => resources.some((resource) => resource.uid === uid))
    .map(({ api }) => api.operation);

/** The entry that an answer's event is about. */
const entryOf = async (answer: Response): Promise<string | undefined> =>
  (await eventBehind(table, answer))?.resources[0]?.uid;

/** What two people do so that something is done. */
const STEPS = ['asking', 'agreeing', 'adding'] as const;

/** Two people agree to something, a write failing in one of their steps; answers what came of it. */
const agreedThroughout = async (
  failing: (typeof STEPS)[number],
  during: Failing['during'],
  ask: Ask,
): Promise<Response> => {
  const at = (step: (typeof STEPS)[number]) => (step === failing ? during : passing);
  const pending = await pendingIn(await sentAgain(at('asking'), ask));
  const agree = () => decide(system, pending, 'approve', 'security-ha');
  expect((await sentAgain(at('agreeing'), agree)).status).toBe(200);
  const answer = await sentAgain(at('adding'), ask);
  expect(answer.status).toBe(201);
  // Asked, agreed to and spent, each once.
  const events = await recordOf(pending.approvalId);
  expect([events.length, new Set(events).size]).toEqual([3, 3]);
  return answer;
};

const names = { brandName: 'BUUCHINH', displayName: 'Bưu chính Demo', longName: 'Bưu chính Demo' };
let numbers = 0;

const newNumber = (): string => `+8424720${String((numbers += 1)).padStart(5, '0')}`;

const stateOf = async (number: string): Promise<string | undefined> => {
  const answer = await system.as('staff-admin-lan').get('/v1/numbers?limit=100');
  const listed = (await answer.json()) as {
    readonly numbers: readonly { readonly number: string; readonly state: string }[];
  };
  return listed.numbers.find((one) => one.number === number)?.state;
};

const addNumber = (number: string) => system.as('staff-admin-lan').post('/v1/numbers', { number, ...names });

const retireNumber = (number: string) => system.as('staff-admin-oanh').post('/v1/numbers/retire', { number });

const e164 = (number: string): string => `+84${number.slice(1)}`;

const retireTelephone = (staffNumberId: string) =>
  system.as('staff-admin-lan').post(`/v1/staff-numbers/${staffNumberId}/retire`);

let networks = 0;

const checked = async ({ bank, account }: ReturnType<typeof freshAccount>): Promise<string> => {
  const from = `198.51.100.${(networks += 1)}`;
  const answer = await postPublicly(system, '/v1/public/demo/payment-checks', { bank, account }, from);
  return ((await answer.json()) as { readonly result: string }).result;
};

describe('a number of the pool', () => {
  it.each(STEPS)('is added once, by one agreement, where a write fails in %s', async (step) => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const number = newNumber();
      const answer = await agreedThroughout(step, during, () => addNumber(number));
      expect([await stateOf(number), await recordOf(await entryOf(answer))]).toEqual([
        'active',
        ['number.add'],
      ]);
      // What was agreed to is spent: to have it back, two people agree again.
      expect((await retireNumber(number)).status).toBe(200);
      expect((await addNumber(number)).status).toBe(202);
    });
    expect(tried).toBeGreaterThan(0);
  });

  it('is retired once, and nobody else’s for as long as it is held, where a write fails', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const number = newNumber();
      const entry = await entryOf(await agreedThroughout('asking', passing, () => addNumber(number)));
      const answer = await sentAgain(during, () => retireNumber(number));
      expect([answer.status, await stateOf(number)]).toEqual([200, 'retired']);
      expect(await recordOf(entry)).toEqual(['number.add', 'number.retire']);
      const owner = await table.get(keyOf('calls', 'ownedNumber', { number }));
      expect(owner?.heldUntil).toBeGreaterThan(clock.now());
    });
    expect(tried).toBe(1);
  });
});

describe('a shipper’s telephone', () => {
  it('is registered once, as its shipper’s line, where a write fails', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const [key, number] = [randomUUID(), freshNumber()];
      const answer = await sentAgain(during, () => askStaffNumber(system, { number }, undefined, key));
      expect(answer.status).toBe(201);
      const { staffNumberId } = (await answer.json()) as StaffNumberAnswer;
      expect(await owners.ownerOf('demo', e164(number))).toBe('shipper-an');
      expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(number));
      expect(await recordOf(staffNumberId)).toEqual(['staff-number.register']);
    });
    expect(tried).toBeGreaterThan(1);
  });

  it('is forgotten once, where a write fails', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const number = freshNumber();
      const { staffNumberId } = await registered(system, { number });
      expect((await sentAgain(during, () => retireTelephone(staffNumberId))).status).toBe(200);
      expect(await owners.ownerOf('demo', e164(number))).toBeUndefined();
      expect(await lines.numberOf('demo', 'shipper-an')).toBeUndefined();
      expect(await recordOf(staffNumberId)).toEqual(['staff-number.register', 'staff-number.retire']);
    });
    expect(tried).toBe(1);
  });
});

describe('an account for cash on delivery', () => {
  it.each(STEPS)('is official once two people agreed, where a write fails in %s', async (step) => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const [key, account] = [randomUUID(), freshAccount()];
      const ask = () => askAccount(system, account, undefined, key);
      const answer = await agreedThroughout(step, during, ask);
      const { accountId } = (await answer.json()) as AccountAnswer;
      expect([await checked(account), await recordOf(accountId)]).toEqual([
        'OFFICIAL',
        ['collection-account.add'],
      ]);
    });
    expect(tried).toBeGreaterThan(0);
  });

  it('is official no more once it was retired, where a write fails', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const account = freshAccount();
      const { accountId } = await added(system, account);
      const retire = () => system.as('staff-admin-lan').post(`/v1/collection-accounts/${accountId}/retire`);
      expect((await sentAgain(during, retire)).status).toBe(200);
      expect([await checked(account), await recordOf(accountId)]).toEqual([
        'NOT_OFFICIAL',
        ['collection-account.add', 'collection-account.retire'],
      ]);
    });
    expect(tried).toBe(1);
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
