import type { EventView } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { beforeAll, expect, it } from 'vitest';
import type { AskingDependencies } from '../../packages/capabilities/audit/src/usecases/ask-events.ts';
import { countEvents } from '../../packages/capabilities/audit/src/usecases/count-events.ts';

beforeAll(async () => {
  await cryptoReady;
});

const REASONS = ['PARCEL.UNKNOWN', 'PARCEL.NOT_IN_CUSTODY', 'PARCEL.SHIFT_CLOSED'];

/** More than are looked at for two pages; every third was refused. */
const events = Array.from({ length: 12_345 }, (_, at): EventView => {
  const reason = REASONS[(at * at) % REASONS.length];
  return {
    eventId: String(at),
    time: '2026-11-23T01:00:00.000Z',
    action: 'parcel.open',
    outcome: at % 3 === 1 ? 'refused' : 'allowed',
    ...(at % 3 === 1 && reason !== undefined && { reason: `${reason}_${at % 5}` }),
    actor: { pseudonym: 'actor', role: 'shipper' },
    resources: [],
  };
});

const recorded: unknown[] = [];
const key = { id: '2026-11', key: new Uint8Array(32) };

const dependencies: AskingDependencies = {
  recorder: {
    commit: async (_, draft) => {
      recorded.push(draft);
      return { outcome: 'committed', receipt: { eventId: 'own', leaf: '' } };
    },
  },
  events: {
    begin: async () => ({ asOf: {}, indexed: {} }),
    async *from(_, __, { waiting, ...position }) {
      for (const event of events.slice(waiting === undefined ? 0 : Number(waiting) + 1))
        yield {
          position: { ...position, waiting: event.eventId },
          found: { event, entry: utf8('{}') },
        };
    },
  },
  files: { published: async () => undefined },
  parcels: { pseudonymOf: async () => undefined },
  keyRing: { current: async () => key, byId: async () => key },
  clock: { now: () => Date.parse('2026-11-23T02:00:00Z') },
};

it('the counts of all pages add up to those of all events, and each page is on record', async () => {
  const count = countEvents(dependencies);
  const caller = { principal: { tenant: 'demo', id: 'a', client: 'c', roles: ['auditor'] }, reliedOn: [] };
  const sums = new Map<string, number>();
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await count(caller as Parameters<typeof count>[0], {
      question: 'refusals-by-reason',
      ...(cursor !== undefined && { cursor }),
    });
    for (const { of, count: more } of page.counts) sums.set(of, (sums.get(of) ?? 0) + more);
    pages += 1;
    ({ cursor } = page);
  } while (cursor !== undefined);

  expect(pages).toBe(3);
  expect(recorded).toHaveLength(3);
  const due = new Map<string, number>();
  for (const { reason } of events) if (reason !== undefined) due.set(reason, (due.get(reason) ?? 0) + 1);
  expect(due.size).toBeGreaterThan(3);
  expect(sums).toEqual(due);
});
