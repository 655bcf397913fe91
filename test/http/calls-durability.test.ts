import { rfc3339 } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { declare, onTheRoad } from '../support/calls.ts';
import { eachWrite, type Failing } from '../support/each-write.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { registered } from '../support/registers.ts';
import { staffStatus } from '../support/staff-status.ts';
import { testSystem } from '../support/system.ts';

const MINUTE = 60_000;

const writes = eachWrite();
const system = await testSystem({ wrapTable: writes.wrapTable, isConnected: true });
const { table, clock, network } = system;
const status = staffStatus(table);
await registered(system);

/** A call over a line in the network, on a day of its own: what is counted of another is not of this one. */
const declared = async (): Promise<string> => {
  const day = 86_400_000;
  // Eight in the morning, Vietnam time.
  clock.set((Math.floor(clock.now() / day) + 1) * day + 60 * MINUTE);
  const { intentId } = await declare(system, await onTheRoad(system));
  expect(network.bound).toHaveLength(1);
  return intentId;
};

/** Asks while a write fails, and again where the answer says that it did, as a client would; answers the last answer. */
const sentAgain = async (
  during: Failing['during'],
  ask: () => Promise<Response>,
): Promise<{ readonly state: string }> => {
  const first = await during(ask);
  if (!first.ok) expect(first.status).toBe(503);
  const answer = first.ok ? first : await ask();
  expect(answer.status).toBe(200);
  return (await answer.json()) as { readonly state: string };
};

const report = (intentId: string, state: string) => () =>
  system.as('operator-mobile').post('/v1/call-reports', { intentId, state, at: rfc3339(clock.now()) });

/** Sweeps while a write fails, and then until nothing is left, as the schedule would. */
const sweptThroughout = async (during: Failing['during']): Promise<void> => {
  await during(() => system.sweepCalls()).catch(() => undefined);
  for (let times = 0; times < 3; times += 1) expect((await system.sweepCalls()).failed).toBe(0);
};

/** What is on record of a call after its declaration, in order. */
const recordOf = async (intentId: string): Promise<readonly string[]> =>
  (await recordedEvents(table))
    .filter(({ resources }) => resources.some(({ uid }) => uid === intentId))
    .map(({ api, unmapped }) => [api.operation, unmapped.change].join(' '))
    .filter((what) => !/^call\.(?:declare|announce) /.test(what));

/** What is left of a call beside itself: its key, what makes it live, and when somebody is to look at it. */
const leftOf = async (intentId: string) => ({
  key: (await table.get(keyOf('call-keys', 'callKey', { tenant: 'demo', intentId }))) !== undefined,
  live:
    (await table.get(keyOf('calls', 'liveShipper', { tenant: 'demo', shipper: 'shipper-an' }))) !== undefined,
  due: (await system.stored()).filter(
    ({ partition, sort }) => partition.startsWith('CD#') && sort.endsWith(intentId),
  ).length,
  lines: network.bound.length + network.calls.length,
});

const NOTHING_LEFT = { key: false, live: false, due: 0, lines: 0 };

describe('a call of which a write fails', () => {
  it('is cancelled once, and its line is ended by whoever asks again', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const intentId = await declared();
      const ask = () => system.as('shipper-an').post(`/v1/call-intents/${intentId}/cancel`);
      expect((await sentAgain(during, ask)).state).toBe('cancelled');
      expect(await leftOf(intentId)).toEqual({ key: true, live: false, due: 1, lines: 0 });
      expect(await recordOf(intentId)).toEqual(['call.cancel ']);
      await sweptThroughout((act) => act());
      expect(await leftOf(intentId)).toEqual(NOTHING_LEFT);
    });
    expect(tried).toBe(1);
  });

  it('is moved once by each word of the network', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const intentId = await declared();
      for (const state of ['ringing', 'answered', 'ended'])
        expect((await sentAgain(during, report(intentId, state))).state).toBe(state);
      expect(await recordOf(intentId)).toEqual([
        'call.report ringing',
        'call.report answered',
        'call.report ended',
      ]);
      // Whom it reached can call back: key and line stay.
      expect(await leftOf(intentId)).toMatchObject({ key: true, live: false, due: 1 });
      expect(network.bound).toHaveLength(1);
      clock.advance(241 * MINUTE);
      await sweptThroughout((act) => act());
      expect(await leftOf(intentId)).toEqual(NOTHING_LEFT);
    });
    expect(tried).toBe(1);
  });
});

describe('a sweep of which a write fails', () => {
  const ENDS = [
    [
      'did not ring',
      'call.expire expired',
      async () => {
        clock.advance(3 * MINUTE);
      },
    ],
    [
      'went on for too long',
      'call.expire ended',
      async (intentId: string) => {
        await report(intentId, 'answered')();
        clock.advance(31 * MINUTE);
      },
    ],
    ['is a suspended shipper’s', 'call.revoke revoked', () => status('demo', 'shipper-an', 'suspended')],
  ] as const;

  it.each(ENDS)('ends what %s once, with its line and its number', async (_, end, comes) => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const intentId = await declared();
      await comes(intentId);
      await sweptThroughout(during);
      if (end === 'call.expire ended') {
        clock.advance(241 * MINUTE);
        await sweptThroughout(during);
      }
      expect(await leftOf(intentId)).toEqual(NOTHING_LEFT);
      const record = (await recordOf(intentId)).filter((what) => !what.startsWith('call.report'));
      expect(record).toEqual([end, 'call.forget key']);
      await status('demo', 'shipper-an', 'active');
    });
    expect(tried).toBeGreaterThan(0);
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
