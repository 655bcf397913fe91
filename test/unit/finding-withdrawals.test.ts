import {
  decideWithdrawal,
  FINDING_GROUNDS,
  MOVERS,
  SUBSCRIPTION_STATES,
  TAKEN_BACK_BY,
  TIMELINES,
  type FindingGrounds,
  type ImportPlan,
} from '@temkin/subscriber/domain';
import { textOf } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantedRows } from '../support/generated-rows.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { ndjson } from '../support/import-files.ts';
import { DAY, dueWorld, TEN, type DueWorld, type Numbered } from './due-world.ts';
import { IMPORTER, importWorld } from './import-world.ts';
import { citizen, MINUTE, REGISTRAR, seedOf, TENANT, type RegistryWorld } from './registry-world.ts';
import { FACE, verificationWorld } from './verification-world.ts';

const GROUNDS = TIMELINES.flatMap((timeline) => [...FINDING_GROUNDS[timeline]]);

const find = (
  world: Pick<RegistryWorld, 'findings'>,
  { subscriptionId }: Pick<Numbered, 'subscriptionId'>,
  n: number,
  grounds: FindingGrounds = 'document',
) =>
  world
    .findings()
    .recordFinding(
      REGISTRAR,
      { subscriptionId, timeline: grounds === 'network' ? 'device-change' : 'wrong-information', grounds },
      seedOf(n),
    );

const withdraw = (
  world: Pick<RegistryWorld, 'findings'>,
  { subscriptionId }: Pick<Numbered, 'subscriptionId'>,
  findingId: string,
) => world.findings().withdrawFinding(REGISTRAR, { subscriptionId, findingId });

const isRunning = async (world: DueWorld, names: Numbered): Promise<boolean> =>
  (await world.timeline('wrong-information', names))?.nextAt !== undefined;

describe('a withdrawal', () => {
  it('is a registrar’s, and of what somebody finds who looks', () => {
    const mayBe = GROUNDS.filter((grounds) => TAKEN_BACK_BY[grounds].includes('registrar'));
    expect(mayBe.toSorted()).toEqual(['contract', 'document', 'portrait', 'sweep']);
    expect(Object.keys(TAKEN_BACK_BY).toSorted()).toEqual([...GROUNDS].toSorted());
    for (const by of MOVERS.filter((mover) => mover !== 'registrar'))
      expect(GROUNDS.filter((grounds) => TAKEN_BACK_BY[grounds].includes(by))).toEqual([]);
  });

  it('stops a timeline exactly where no other finding of the kind stands and no import began it', () => {
    const instant = fc.option(fc.constantFrom(1, 2), { nil: undefined });
    const ended = fc.record({
      timeline: fc.constantFrom(...TIMELINES),
      withdrawnAt: fc.constantFrom(undefined, TEN),
      settledAt: fc.constantFrom(undefined, TEN),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...GROUNDS),
        fc.constantFrom(...MOVERS),
        fc.constantFrom(...SUBSCRIPTION_STATES),
        fc.array(ended, { maxLength: 4 }),
        instant,
        instant,
        (grounds, by, state, found, startedAt, importedAt) => {
          const others = found.map(({ timeline, withdrawnAt, settledAt }) => ({
            timeline,
            ...(withdrawnAt !== undefined && { withdrawnAt }),
            ...(settledAt !== undefined && { settledAt }),
          }));
          const timeline = grounds === 'network' ? 'device-change' : 'wrong-information';
          const run = startedAt === undefined ? undefined : { startedAt };
          const verdict = decideWithdrawal({
            finding: { timeline, grounds },
            by,
            state,
            others,
            run,
            importedAt,
          });
          const isTheirs =
            by === 'registrar' && ['document', 'portrait', 'contract', 'sweep'].includes(grounds);
          const isAlone = found.every(
            (one) =>
              one.timeline !== timeline || one.withdrawnAt !== undefined || one.settledAt !== undefined,
          );
          const isImport = startedAt !== undefined && startedAt === importedAt;
          expect(verdict).toEqual(
            !isTheirs
              ? { allowed: false, code: 'FINDING.NOT_WITHDRAWABLE' }
              : state === 'terminated'
                ? { allowed: false, code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' }
                : { allowed: true, stops: isAlone && !isImport },
          );
        },
      ),
    );
  });

  it.each(['import', 'claim', 'authority', 'identity'] as const)(
    'of what was found by %s is refused, and its timeline goes on to the end',
    async (grounds) => {
      const world = await dueWorld();
      const names = await world.served(1);
      const { findingId } = await find(world, names, 1, grounds);
      await expect(withdraw(world, names, findingId)).rejects.toThrow('FINDING.NOT_WITHDRAWABLE');
      await world.runUntil(TEN + 20 * DAY);
      await expect(withdraw(world, names, findingId)).rejects.toThrow('FINDING.NOT_WITHDRAWABLE');
      expect(await world.standing(names)).toBe('suspended-one-way');
      // What a registrar found beside it takes nothing from it when it is taken back.
      const mistaken = await find(world, names, 2);
      await withdraw(world, names, mistaken.findingId);
      expect([await world.standing(names), await isRunning(world, names)]).toEqual([
        'suspended-one-way',
        true,
      ]);
      await world.runUntil();
      expect(await world.standing(names)).toBe('terminated');
    },
  );

  it('says on record whether the timeline stops with it, and of which finding it is', async () => {
    const world = await dueWorld();
    const names = await world.served(1);
    const [one, other] = [await find(world, names, 1), await find(world, names, 2)];
    for (const { findingId } of [one, other]) await withdraw(world, names, findingId);
    const said = world
      .events()
      .filter(({ unmapped }) => unmapped.change === 'withdrawn')
      .map(({ unmapped, resources }) => [
        unmapped.flags,
        resources.find(({ type }) => type === 'subscription-finding')?.uid,
      ]);
    expect(said).toEqual([
      [['wrong-information'], one.findingId],
      [['wrong-information', 'wrong-information-settled'], other.findingId],
    ]);
  });
});

const LEGACY: ImportPlan = { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' };

describe('the timeline of a number that an old system had with a severe defect', () => {
  it('goes on, though a registrar finds something and takes it back: nobody has verified its holder', async () => {
    const world = importWorld();
    world.clock.set(REGISTRY_NOW);
    await world.openIndexes();
    const rows = [...plantedRows(40, 7, 40)].filter(
      ({ planted, row }) => planted?.grade === 'severe' && row.record.subscription.state === 'active',
    );
    expect(rows.length).toBeGreaterThan(0);
    const importId = await world.send(LEGACY, ndjson(rows.map(({ row }) => row)));
    await world.imports.beginImport(IMPORTER, importId);
    await world.workOff();
    const item = world.items('subscribers').find(({ key }) => key.sort.includes('#timeline#'));
    const [personId = '', , subscriptionId = ''] = item?.key.sort.split('#') ?? [];
    const names = { personId, subscriptionId };
    const timeline = () => world.stores.timelines.find(TENANT, names, 'wrong-information');
    const before = await timeline();
    expect(before?.nextAt).toBeDefined();
    world.clock.advance(MINUTE);
    const { findingId } = await find(world, names, 1);
    await withdraw(world, names, findingId);
    expect(await timeline()).toEqual(before);
  });
});

describe('a verification', () => {
  it('closes the findings of the kinds that it settles, so that a later mistake can be taken back', async () => {
    const world = await verificationWorld();
    world.identity.know({ ...citizen(1), face: FACE });
    const one = await world.register(1);
    await one.verify();
    await find(world, one, 1, 'claim');
    const early = await find(world, one, 2);
    await find(world, one, 3, 'network');
    const timeline = () => world.stores.timelines.find(TENANT, one, 'wrong-information');
    world.clock.advance(MINUTE);
    await one.verify({ wants: 'face' }, seedOf(950));
    const kept = () =>
      world
        .items('subscribers')
        .filter(({ key }) => key.sort.includes('#finding#'))
        .filter(({ item }) => item['settledAt'] !== undefined)
        .map(({ item }) => textOf(item, 'grounds'))
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(kept()).toEqual(['network']);
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(951));
    expect((await timeline())?.run.stopped?.cause).toBe('verified');
    expect(kept()).toEqual(['claim', 'document', 'network']);

    await expect(withdraw(world, one, early.findingId)).rejects.toThrow('FINDING.SETTLED_BEFORE');
    world.clock.advance(MINUTE);
    const mistaken = await find(world, one, 4);
    expect((await timeline())?.nextAt).toBeDefined();
    await withdraw(world, one, mistaken.findingId);
    expect((await timeline())?.run.stopped?.cause).toBe('finding-withdrawn');
  });

  it('leaves open what began after it was asked for, and what papers do not settle', async () => {
    const world = await verificationWorld();
    world.identity.know({ ...citizen(1), face: FACE });
    const one = await world.register(1);
    await one.verify();
    world.identity.behave('outage');
    await one.verify({}, seedOf(950));
    world.clock.advance(2 * MINUTE);
    await find(world, one, 1);
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    const kept = world.items('subscribers').find(({ key }) => key.sort.includes('#finding#'));
    expect(kept?.item['settledAt']).toBeUndefined();
  });

  it('of a number of which very much was found closes as much as goes into a transaction', async () => {
    const world = await verificationWorld();
    world.identity.know({ ...citizen(1), face: FACE });
    const one = await world.register(1);
    await one.verify();
    for (let n = 0; n < 120; n += 1) await find(world, one, n);
    const open = () =>
      world
        .items('subscribers')
        .filter(({ key, item }) => key.sort.includes('#finding#') && item['settledAt'] === undefined).length;
    for (const left of [70, 20, 0]) {
      await one.verify({}, seedOf(950 + left));
      expect(open()).toBe(left);
    }
  });
});
