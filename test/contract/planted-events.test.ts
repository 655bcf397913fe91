import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { eventIds, systemRandom, utf8 } from '@temkin/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { loggedWorld } from '../support/logged-world.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memoryTable } from '../support/memory-table.ts';

beforeAll(() => cryptoReady);

const TENANT = 'ems';

/** A company with an event in its log and index, and an intruder who may write to its outbox. */
const invaded = async () => {
  const ports = {
    table: memoryTable(),
    blobs: s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }),
  };
  const world = loggedWorld(ports, TENANT, Date.parse('2026-06-01T00:00:00Z'), systemRandom);
  const [honest = { eventId: '' }] = await world.record([{ actor: 'thief', resources: ['victim'] }]);
  await world.drain();
  await world.follow();
  const newEventId = eventIds(world.clock, systemRandom);
  const entryOf = (eventId: string): string => {
    const actor = { pseudonym: 'thief', roles: ['support'] };
    const writer = { session: '00', n: 9, void: [] };
    const head = { eventId, time: world.clock.now(), tenant: TENANT, actor, writer };
    const resources = [{ type: 'parcel', pseudonym: 'victim' }];
    return new TextDecoder().decode(
      toEntry(toOcsf(head, { action: 'parcel.issue', outcome: 'refused', resources, purpose: 'delivery' })),
    );
  };
  return {
    world,
    honest,
    newEventId,
    entryOf,
    plant: (eventId: string, entry: string) =>
      ports.table.transact([outboxPut(TENANT, eventId, utf8(entry))], newEventId()),
    move: async () => {
      await world.drain();
      await world.follow();
    },
    ask: async (filter: object) => {
      const found: string[] = [];
      for await (const step of world.events.from(TENANT, filter, await world.events.begin(TENANT)))
        if (step.found !== undefined) found.push(`${step.found.event.eventId} ${step.found.event.action}`);
      return found;
    },
  };
};

describe('what an intruder puts into the outbox', () => {
  it.each([0, 300])('hides no event of the same id, with %i events in between', async (between) => {
    const { world, honest, plant, entryOf, move, ask } = await invaded();
    await world.record(Array.from({ length: between }, () => ({ actor: 'else', resources: [] })));
    await world.drain();
    await plant(honest.eventId, entryOf(honest.eventId));
    await move();
    const mine = `${honest.eventId} parcel.read`;
    expect(await ask({ subject: 'victim', action: 'parcel.read' })).toEqual([mine]);
    expect(await ask({ actor: 'thief', outcome: 'allowed' })).toEqual([mine]);
    expect(await ask({ subject: 'victim' })).toEqual([mine, `${honest.eventId} parcel.issue`]);
    const { events } = await world.events.about(TENANT, 'victim', 0);
    expect(events.map(({ action }) => action).toSorted()).toEqual(['parcel.issue', 'parcel.read']);
    expect((await world.events.byId(TENANT, honest.eventId))?.place?.index).toBe(1);
  });

  it.each([
    ['an action that is no text', '"operation":"parcel.issue"', '"operation":5'],
    ['an outcome that there is not', '"outcome":"refused"', '"outcome":"maybe"'],
    ['no outcome', '"outcome":"refused"', '"result":"refused"'],
    ['a purpose that is no text', '"purpose":"delivery"', '"purpose":5'],
    [
      'a purpose as deep as it is long',
      '"purpose":"delivery"',
      `"purpose":${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    ],
    ['flags that are none', '"purpose":"delivery"', '"flags":5'],
    ['half a character', '"uid":"thief"', String.raw`"uid":"\ud800"`],
    ['a pseudonym that no key holds', '"uid":"thief"', `"uid":"${'x'.repeat(3_000)}"`],
    ['a time that no clock shows', /"time":\d+/, '"time":9e15'],
  ])('is no event with %s, and keeps none from being found', async (_, from, to) => {
    const { world, honest, newEventId, plant, entryOf, move, ask } = await invaded();
    const eventId = newEventId();
    const entry = entryOf(eventId).replace(from, to);
    expect(entry).not.toBe(entryOf(eventId));
    await plant(eventId, entry);
    const mine = `${honest.eventId} parcel.read`;
    expect(await ask({ subject: 'victim' })).toEqual([mine]);
    await move();
    const [later = { eventId: '' }] = await world.record([{ actor: 'thief', resources: ['victim'] }]);
    await move();
    const all = [mine, `${later.eventId} parcel.read`];
    expect(await ask({ subject: 'victim' })).toEqual(all);
    expect(await ask({ actor: 'thief' })).toEqual(all);
    expect((await world.events.about(TENANT, 'victim', 0)).events).toHaveLength(2);
    expect(await world.events.byId(TENANT, eventId)).toBeUndefined();
  });

  it('does not stand before what waits, by another id than its own', async () => {
    const { world, newEventId, plant, entryOf, ask } = await invaded();
    for (let shard = 0; shard < 64; shard += 1)
      await plant(newEventId(), entryOf('0fffffff-ffff-7fff-bfff-ffffffffffff'));
    const waiting = await world.record(
      Array.from({ length: 64 }, () => ({ actor: 'else', resources: ['late'] })),
    );
    expect(await ask({ subject: 'late' })).toEqual(
      waiting.map(({ eventId }) => `${eventId} parcel.read`).toSorted(),
    );
  });

  it('makes no batch larger than a request may be, and each event comes into the log', async () => {
    const { world, newEventId, plant, entryOf } = await invaded();
    const large = (eventId: string) =>
      entryOf(eventId).replace('"purpose":"delivery"', `"purpose":"${'x'.repeat(64_000)}"`);
    for (let count = 0; count < 70; count += 1) {
      const eventId = newEventId();
      await plant(eventId, large(eventId));
    }
    const sequence = world.sequencer();
    const batches: number[] = [];
    for (let more = true; more;) {
      const done = await sequence(TENANT);
      batches.push(done.events);
      more = done.more;
    }
    expect(batches).toEqual([61, 9, 0]);
  });
});
