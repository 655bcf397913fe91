import { describe, expect, it } from 'vitest';
import { closeRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/close-registry-case.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { searchSubscribers } from '../../packages/capabilities/subscriber/src/usecases/search-subscribers.ts';
import { eachWrite } from '../support/each-write.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { numberOf, registration, REGISTRAR, registryWorld, seedOf, TENANT } from './registry-world.ts';

const COLLEAGUE = {
  ...REGISTRAR,
  principal: { ...REGISTRAR.principal, id: 'registrar-2', client: 'registrar-2' },
};

/** Person 1, who is found upon what is named. */
const findingWorld = async (wrap?: Parameters<typeof registryWorld>[0]) => {
  const world = registryWorld(wrap);
  await world.openIndexes();
  const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
  const search = searchSubscribers(world.stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings: { report: () => undefined },
  });
  const find = (basisId: string, purpose: 'registration' | 'correction') =>
    search(REGISTRAR, { question: { msisdn: numberOf(1) }, purpose, basisId });
  const bound = () => world.items('subscribers').filter(({ key }) => key.sort.startsWith('person#'));
  return { ...world, personId, find, bound };
};

const caseOf = async (world: Awaited<ReturnType<typeof findingWorld>>, n: number) =>
  (await openRegistryCase(world.stores)(COLLEAGUE, { purpose: 'correction' }, seedOf(n))).opened.basisId;

describe('who was found upon a transaction or a case', () => {
  it('is forgotten with the end of the transaction', async () => {
    const world = await findingWorld();
    const { opened } = await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(2));
    await world.find(opened.basisId, 'registration');
    expect(world.bound().map(({ item }) => item)).toEqual([
      { expiresAtSeconds: Math.ceil((opened.endsAt ?? 0) / 1_000) },
    ]);
  });

  it('is forgotten when the case is closed, and nobody of another', async () => {
    const world = await findingWorld();
    const [closed, open] = [await caseOf(world, 3), await caseOf(world, 4)];
    for (const one of [closed, open]) await world.find(one, 'correction');
    expect(world.bound()).toHaveLength(2);
    await closeRegistryCase(world.stores)(REGISTRAR, closed);
    const isBound = (caseId: string) => world.stores.bases.isBound(TENANT, caseId, world.personId);
    expect([await isBound(closed), await isBound(open), world.bound().length]).toEqual([false, true, 1]);
  });

  it('is forgotten by closing it again, where that was cut off', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const world = await findingWorld((memory: MemoryTable) => failing.wrapTable(memory));
      const caseId = await caseOf(world, 5);
      await world.find(caseId, 'correction');
      const close = () => closeRegistryCase(world.stores)(REGISTRAR, caseId);
      await during(() => close().catch(() => undefined));
      expect((await close()).closed.state).toBe('closed');
      expect(world.bound()).toEqual([]);
    });
    // The close with its event, and whom it forgets.
    expect(writes).toBe(2);
  });
});
