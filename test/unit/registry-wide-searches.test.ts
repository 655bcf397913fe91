import { candidatesOpened, searchesPerHour } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { searchSubscribers } from '../../packages/capabilities/subscriber/src/usecases/search-subscribers.ts';
import { eachWrite } from '../support/each-write.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedTable } from '../support/watched-table.ts';
import { askedBy, citizen, registration, REGISTRAR, registryWorld, seedOf } from './registry-world.ts';

const TOO_WIDE = 'SUBSCRIBER.SEARCH_TOO_WIDE';

const [most, perHour] = [candidatesOpened.at(-1)?.value ?? 0, searchesPerHour.at(-1)?.value ?? 0];

/** Somebody who asks for a name and date of birth that share their value with more people than a search opens. */
const wideWorld = async (wrap?: Parameters<typeof registryWorld>[0]) => {
  const world = registryWorld(wrap);
  await world.openIndexes(['nameBirthDate', 'msisdn']);
  const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
  const [entry] = world.entriesOf('nameBirthDate', 1);
  if (entry === undefined) throw new Error('nobody is found by a name');
  const { key, item } = entry;
  for (let n = 0; n < most; n += 1) {
    const other = `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;
    await world.memory.write({
      kind: 'put',
      key: { ...key, sort: key.sort.replace(personId, other) },
      item,
    });
  }
  const { opened } = await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(2));
  const { basisId } = opened;
  const { name, birthDate } = citizen(1);
  const search = searchSubscribers(world.stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings: { report: () => undefined },
  });
  return {
    ...world,
    basisId,
    /** What becomes of it: a code. */
    ask: () =>
      search(REGISTRAR, { question: { name, birthDate }, purpose: 'registration', basisId }).then(
        () => 'found',
        ({ code }: { readonly code?: string }) => code,
      ),
    search: () => search(REGISTRAR, { question: { name, birthDate }, purpose: 'registration', basisId }),
    said: () => world.events().filter(({ api }) => api.operation === 'subscriber.search'),
    counted: () => [...new Set(world.items('requests').flatMap((one) => one.item['searches'] ?? []))],
  };
};

describe('a search that is refused because too many people share what was asked for', () => {
  it('is on record with its refusal, purpose and basis, and names nobody and nothing that was asked', async () => {
    const calls: string[] = [];
    const world = await wideWorld((memory) => watchedTable(memory, calls));
    calls.length = 0;
    const refusal: unknown = await world.search().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: TOO_WIDE, details: { receipt: { eventId: expect.any(String) } } });
    expect(calls.filter((call) => /^get(Many \d+)? subscriber(s S|-keys)/.test(call))).toEqual([]);
    const [event, ...rest] = world.said();
    expect(rest).toEqual([]);
    expect(event).toMatchObject({
      status_code: TOO_WIDE,
      unmapped: { outcome: 'refused', purpose: 'registration', flags: ['count-only'] },
    });
    expect(event?.resources.map(({ type, uid }) => [type, uid])).toEqual([
      ['registry-index', 'nameBirthDate/1'],
      ['registry-transaction', world.basisId],
    ]);
  });

  it('counts as every search does, so that nobody asks beyond the quota how common a name is', async () => {
    const world = await wideWorld();
    for (let n = 1; n <= perHour; n += 1) {
      expect(await world.ask()).toBe(TOO_WIDE);
      expect(world.counted()).toEqual([n]);
    }
    expect(await world.ask()).toBe('SUBSCRIBER.QUOTA_EXCEEDED');
    expect(world.said()).toHaveLength(perHour);
  });

  it('is counted as often as it is on record, whichever write of it fails', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const world = await wideWorld(failing.wrapTable);
      const first = await during(world.ask);
      const { length } = world.said();
      expect(world.counted()).toEqual(length === 0 ? [] : [length]);
      expect(first === TOO_WIDE && length === 0).toBe(false);
      expect(await world.ask()).toBe(TOO_WIDE);
      expect(world.counted()).toEqual([length + 1]);
    });
    expect(writes).toBe(1);
  });

  it('is asked anew where the index was made anew meanwhile', async () => {
    const staged = stagedTable();
    const world = await wideWorld(staged.wrapTable);
    staged.inBetween(async () => {
      const index = 'nameBirthDate';
      await world.process(world.memory).beginIndex(REGISTRAR, { index, generation: 2, holders: 1_000_000 });
      await world.process(world.memory).backfillIndex(REGISTRAR, { index });
    });
    expect(await world.ask()).toBe('found');
    expect(world.said().map(({ unmapped }) => unmapped.change)).toEqual(['candidates', 'hits']);
    expect(world.counted()).toEqual([1]);
  });

  it('is on record too where nobody counts it, as of what an authority asks', async () => {
    const world = await wideWorld();
    const search = { ...askedBy('nameBirthDate', 1), purpose: 'authority-request', reference: 'request-1' };
    await expect(world.registry.findByIndex(REGISTRAR, search)).rejects.toMatchObject({ code: TOO_WIDE });
    expect(world.said().map(({ status_code: code }) => code)).toEqual([TOO_WIDE]);
    expect(world.counted()).toEqual([]);
  });
});
