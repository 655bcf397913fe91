import { kmsRootKey } from '@temkin/aws';
import { keyRing, type KeyRing, type RootKey, type WrappedKeys } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { kmsSimulator, testKmsClient } from '../../../support/kms-simulator.ts';
import type { Comparison, Row } from '../comparison.ts';
import { countFigure } from '../figure.ts';
import { awsKmsCalls } from '../peers/aws-kms-calls.ts';

const HOUR = 3_600_000;
const TENANT = 'demo';

/** What issuing a parcel asks the key ring for; `escrow` has a ring of its own, which only makes keys. */
const ISSUE_PURPOSES = ['label', 'subject', 'digest', 'phone-index', 'request'] as const;
const RESOLVE_PURPOSES = ['digest', 'label'] as const;

interface Call {
  readonly purpose: string;
  readonly atMilliseconds: number;
}

/** A root key in a key service of our own, and what reaches it: counted at the server, by the simulated clock. */
const countedRootKey = async (now: () => number) => {
  const service = await kmsSimulator();
  const client = testKmsClient(service.endpoint);
  const calls: Call[] = [];
  service.govern((_operation, _keyId, { purpose = '' }) => {
    calls.push({ purpose, atMilliseconds: now() });
    return 'allow';
  });
  const rootKey: RootKey = kmsRootKey({ client, keyId: service.createKey('SYMMETRIC_DEFAULT') });
  const stop = async (): Promise<void> => {
    client.destroy();
    await service.stop();
  };
  return { rootKey, calls, stop };
};

const memoryWrappedKeys = (): WrappedKeys => {
  const stored = new Map<string, Uint8Array>();
  return {
    find: async (name) => stored.get(JSON.stringify(name)),
    putIfAbsent: async (name, wrapped) => {
      const isNew = !stored.has(JSON.stringify(name));
      if (isNew) stored.set(JSON.stringify(name), wrapped);
      return isNew;
    },
  };
};

/** The most calls for one purpose within any hour. */
export const mostInAnHour = (calls: readonly Call[]): number => {
  let most = 0;
  for (const purpose of new Set(calls.map((call) => call.purpose))) {
    const times = calls.filter((call) => call.purpose === purpose).map((call) => call.atMilliseconds);
    const inHourFrom = (begin: number): number =>
      times.filter((time) => time >= begin && time < begin + HOUR).length;
    most = Math.max(most, ...times.map(inHourFrom));
  }
  return most;
};

/** One warm process through a day: each parcel is issued, and one that was issued an eighth of a day before is resolved. */
const dayOf = async (parcels: number, beginMilliseconds: number): Promise<readonly Call[]> => {
  let now = beginMilliseconds;
  const clock = { now: () => now };
  const { rootKey, calls, stop } = await countedRootKey(clock.now);
  const wrappedKeys = memoryWrappedKeys();
  const ringOf = (epochs: 'shared' | 'own'): KeyRing =>
    keyRing({ rootKey, wrappedKeys, clock, random: systemRandom, epochs });
  const [ring, escrowRing] = [ringOf('shared'), ringOf('own')];
  const keyIds: string[] = [];
  for (let parcel = 0; parcel < parcels; parcel += 1) {
    now = beginMilliseconds + (parcel * 24 * HOUR) / parcels;
    let keyId = '';
    for (const purpose of ISSUE_PURPOSES) keyId = (await ring.current(TENANT, purpose)).id;
    await escrowRing.current(TENANT, 'escrow');
    keyIds.push(keyId);
    const resolved = keyIds[parcel - Math.floor(parcels / 8)];
    if (resolved === undefined) continue;
    for (const purpose of RESOLVE_PURPOSES) await ring.byId(TENANT, purpose, resolved);
  }
  await stop();
  return calls;
};

/** Calls for one purpose that a process makes which is asked for so many labels while it still has no key. */
const coldOpens = async (opens: number): Promise<number> => {
  const clock = { now: () => 0 };
  const wrappedKeys = memoryWrappedKeys();
  const { rootKey, calls, stop } = await countedRootKey(clock.now);
  const newRing = (): KeyRing =>
    keyRing({ rootKey, wrappedKeys, clock, random: systemRandom, epochs: 'shared' });
  const { id } = await newRing().current(TENANT, 'label');
  const before = calls.length;
  const cold = newRing();
  await Promise.all(Array.from({ length: opens }, async () => cold.byId(TENANT, 'label', id)));
  await stop();
  return calls.length - before;
};

/** Row 4: calls to the root key, counted at a server that speaks KMS's protocol, on a simulated clock. */
export const kmsCalls: Row = async ({ quick, progress }) => {
  const parcels = quick ? 100_000 : 1_000_000;
  const opens = 3_000;
  const counted = quick ? 100 : 1_000;
  progress(`row 4: root key calls for ${parcels} parcels in a day, and for ${opens} cold opens`);
  const commonDay = await dayOf(parcels, Date.parse('2026-11-23T00:00:00Z'));
  const turnOfMonth = await dayOf(parcels / 10, Date.parse('2026-11-30T12:00:00Z'));
  const cold = await coldOpens(opens);
  const aws = await awsKmsCalls(counted, opens, { caching: false });
  const awsCaching = await awsKmsCalls(counted, opens, { caching: true });

  const perParcel = aws.oneByOne / counted;
  const dayLine = (what: string, ofDay: number, calls: readonly Call[], atMost?: number): Comparison => {
    const most = mostInAnHour(calls);
    return {
      row: 4,
      what,
      ours: { text: `${most} an hour at most, ${calls.length} in all`, value: most },
      peer: {
        name: 'AWS Encryption SDK',
        text: `${perParcel} a parcel, sealed and opened once`,
        value: perParcel,
      },
      ratio: calls.length / (perParcel * ofDay),
      ...(atMost !== undefined && { goal: { text: `≤ ${atMost} an hour`, met: most <= atMost } }),
    };
  };
  const coldLine = (name: string, calls: number): Comparison => ({
    row: 4,
    what: `${opens.toLocaleString('en-US')} opens at once, cold`,
    ours: countFigure(cold),
    peer: { name, ...countFigure(calls) },
    ratio: cold / calls,
    goal: { text: '1', met: cold === 1 },
  });
  return [
    dayLine(`calls per purpose, ${parcels.toLocaleString('en-US')} parcels in a day`, parcels, commonDay, 5),
    // Labels of two months' keys are opened side by side, so that there are twice as many keys.
    dayLine('the same on a day in which a month turns', parcels / 10, turnOfMonth),
    coldLine('AWS Encryption SDK', aws.parallelOpens),
    coldLine('AWS Encryption SDK, caching', awsCaching.parallelOpens),
  ];
};
