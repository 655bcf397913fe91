import type { Caller } from '@temkin/kernel';
import { provisioningSimulator } from '@temkin/provisioning';
import { partsOf } from '@temkin/storage';
import { registryStores } from '@temkin/subscriber';
import { describe, expect, it } from 'vitest';
import { closeRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/close-registry-case.ts';
import { forgetFound } from '../../packages/capabilities/subscriber/src/usecases/forget-found.ts';
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
  const waiting = () => world.items('subscribers').filter(({ key }) => key.partition.startsWith('DUE#case#'));
  const network = provisioningSimulator();
  const notices = { send: () => Promise.reject(new Error('nobody is told anything')) };
  /** Works off all that is due, past whatever is before the table. */
  const workOff = () =>
    world
      .due({ notices, network, systems: network }, world.memory)
      .workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
  return { ...world, personId, find, bound, waiting, workOff };
};

const caseOf = async (world: Awaited<ReturnType<typeof findingWorld>>, n: number) =>
  (await openRegistryCase(world.stores)(COLLEAGUE, { purpose: 'correction' }, seedOf(n))).opened.basisId;

const asSupport = (caller: Caller) => ({
  ...caller,
  principal: { ...caller.principal, roles: ['support'] as const },
});

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

  it('is forgotten as whoever opened the case says, whatever their roles have become, and nobody else without its purpose', async () => {
    const world = await findingWorld();
    const caseId = await caseOf(world, 6);
    const close = closeRegistryCase(world.stores);
    await expect(close(asSupport(REGISTRAR), caseId)).rejects.toThrow('SUBSCRIBER.PURPOSE_NOT_ALLOWED');
    expect((await close(asSupport(COLLEAGUE), caseId)).closed.state).toBe('closed');
  });

  it('is forgotten by whoever works off what is due, where closing the case was cut off', async () => {
    const failing = eachWrite();
    const writes = await failing.failsInTurn(async ({ during }) => {
      const world = await findingWorld((memory: MemoryTable) => failing.wrapTable(memory));
      const caseId = await caseOf(world, 5);
      await world.find(caseId, 'correction');
      await during(() => closeRegistryCase(world.stores)(REGISTRAR, caseId).catch(() => undefined));
      await world.workOff();
      const state = (await world.stores.bases.find(TENANT, caseId))?.state;
      expect([state, world.bound().length]).toEqual(state === 'closed' ? ['closed', 0] : ['open', 1]);
      expect(world.waiting()).toEqual([]);
    });
    // The close with its event and that somebody has to look, whom it forgets, and that nobody has to.
    expect(writes).toBe(3);
  });

  it('is forgotten in the end where the time of a run is too short for all of them', async () => {
    const world = await findingWorld();
    const caseId = await caseOf(world, 5);
    await world.find(caseId, 'correction');
    for (let n = 0; n < 150; n += 1)
      await world.memory.transact(
        [world.stores.bases.bindWrite(TENANT, { basisId: caseId }, `person-${n}`)],
        `bound ${n}`,
      );
    const dead = { ...world.memory, write: () => Promise.reject(new Error('no write of its own')) };
    const close = closeRegistryCase(registryStores(world.dependencies(dead)));
    expect((await close(REGISTRAR, caseId)).closed.state).toBe('closed');
    const [due] = world.waiting();
    if (due === undefined) throw new Error('nobody looks after it');
    const { dueAt = '', tenant = '', id = '' } = partsOf('subscribers', 'dueWork', due.key) ?? {};
    let looks = 0;
    const forget = forgetFound(world.stores);
    const work = { what: 'case', tenant, id, personId: '', dueAt: Number(dueAt) } as const;
    expect(await forget(work, () => (looks += 1) > 100)).toBe('remaining');
    expect([world.bound().length, world.waiting().length]).toEqual([51, 1]);
    expect(await world.workOff()).toMatchObject({ done: 1, failed: 0 });
    expect([world.bound(), world.waiting()]).toEqual([[], []]);
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
    // The close with its event, whom it forgets, and that nobody has to look after it.
    expect(writes).toBe(3);
  });
});
