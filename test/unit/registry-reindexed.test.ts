import { searchedForms, type IndexName, type PartyRecord } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexStates } from '../../packages/capabilities/subscriber/src/store/index-states.ts';
import { interleaved } from '../support/interleaved.ts';
import { personItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import {
  citizen,
  MINUTE,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const FOR = { purpose: 'support', reference: 'case-1' } as const;

const register = (world: Pick<RegistryWorld, 'registry'>, n: number) =>
  world.registry.newPerson(REGISTRAR, registration(n), seedOf(n));

/** Of before July 2025: of several communes of today. */
const OLD_ADDRESS = { printed: '12/3 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' };

const FIRST = ['msisdn', 'identityNumber', 'lastFourBirthDate', 'nameBirthYearCommune'] as const;

const twice = (work: () => Promise<unknown>) => Promise.all([work(), work()]);

/** Makes a generation of an index as two workers do that know nothing of each other, and deletes the former. */
const remake = async (world: RegistryWorld, index: IndexName, generation: number): Promise<void> => {
  await world.registry.beginIndex(REGISTRAR, { index, generation, holders: 40 });
  await twice(() => world.registry.backfillIndex(REGISTRAR, { index }));
  world.clock.advance(10 * MINUTE);
  await twice(() => world.registry.purgeGeneration(REGISTRAR, { index }));
};

describe('searches, while indexes are made, made anew and deleted', () => {
  it('never fail, and never miss anybody, whatever comes in between', async () => {
    let searched = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const turns = interleaved(seed);
        const world = registryWorld((memory) => turns.wrapTable(memory, 0.02));
        const guests = world.process(turns.wrapTable(world.memory, 0.3));
        await world.openIndexes(FIRST, 5);
        const ready: IndexName[] = [...FIRST];
        /** Who is registered, and is not being changed just now. */
        const known = new Map<number, { readonly personId: string; readonly party: PartyRecord }>();
        const work = { isDone: false };
        const pick = <Value>(values: readonly Value[]): Value | undefined =>
          values[Math.floor(turns.draw() * values.length)];

        const idle = () => turns.wrapTable(world.memory, 1).get(personItemKey(TENANT, 'nobody'));

        const registering = async (from: number, to: number): Promise<void> => {
          for (let n = from; n < to; n++) {
            const { personId } = await register({ registry: guests }, n);
            known.set(n, { personId, party: citizen(n) });
          }
        };
        const amending = async (): Promise<void> => {
          for (let m = 0; !work.isDone; m++) {
            const n = pick([...known.keys()]) ?? 0;
            const person = known.get(n);
            if (person === undefined) {
              await idle();
              continue;
            }
            known.delete(n);
            const holder = {
              birthDate: `2001-01-${10 + (m % 20)}`,
              identity: {
                kind: 'personal',
                number: `001201${String(n).padStart(2, '0')}${String(m).padStart(4, '0')}`,
              },
              address: m % 2 === 0 ? OLD_ADDRESS : citizen(n).address,
            } as const;
            await guests.amendPerson(REGISTRAR, { personId: person.personId, holder });
            known.set(n, { ...person, party: { ...person.party, ...holder } });
          }
        };
        const searching = async (): Promise<void> => {
          while (!work.isDone) {
            const index = pick(ready) ?? 'msisdn';
            const n = pick([...known.keys()]) ?? 0;
            const person = known.get(n);
            if (person === undefined) {
              await idle();
              continue;
            }
            const found = await guests.findByIndex(REGISTRAR, {
              index,
              question: { ...person.party, msisdn: numberOf(n) },
              ...FOR,
            });
            searched += 1;
            // Who is changed meanwhile may be found as before or as after.
            if (known.get(n) !== person) continue;
            expect(found).toMatchObject({ outcome: 'found', found: [{ personId: person.personId }] });
          }
        };
        const working = async (): Promise<void> => {
          await remake(world, 'nameBirthDate', 1);
          ready.push('nameBirthDate');
          await Promise.all([remake(world, 'identityNumber', 2), remake(world, 'lastFourBirthDate', 2)]);
          await Promise.all([remake(world, 'msisdn', 2), remake(world, 'nameBirthYearCommune', 2)]);
        };

        const registered = [registering(0, 10), registering(10, 20), registering(20, 30)];
        await turns.run([
          ...registered,
          amending(),
          searching(),
          searching(),
          searching(),
          amending(),
          Promise.all([working(), ...registered]).finally(() => {
            work.isDone = true;
          }),
        ]);

        const { states } = await turnless(world).read(TENANT, 'f');
        expect(states).toMatchObject({
          msisdn: { state: 'idle', current: { number: 2 } },
          identityNumber: { state: 'idle', current: { number: 2 } },
          nameBirthDate: { state: 'idle', current: { number: 1 } },
          lastFourBirthDate: { state: 'idle', current: { number: 2 } },
          nameBirthYearCommune: { state: 'idle', current: { number: 2 } },
        });
        for (const index of FIRST) expect([index, world.entriesOf(index, 1)]).toEqual([index, []]);
        for (const [index, generation] of [
          ['msisdn', 2],
          ['identityNumber', 2],
          ['lastFourBirthDate', 2],
          ['nameBirthDate', 1],
        ] as const)
          expect([index, world.entriesOf(index, generation).length]).toEqual([index, 30]);
        // Several of who may live in several communes, though hashes of two may be one; and nothing of where they lived before.
        const entries = world.entriesOf('nameBirthYearCommune', 2).map(({ key }) => key.sort);
        for (const { personId, party } of known.values()) {
          const { length } = entries.filter((sort) => sort === `person#${personId}`);
          const { communes } = searchedForms(party);
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(communes.length);
        }
        expect(new Set(entries).size).toBe(30);
      }),
      { numRuns: 16 },
    );
    expect(searched).toBeGreaterThan(100);
  }, 300_000);
});

/** The states as they lie in memory. */
const turnless = ({ memory }: RegistryWorld) => indexStates(memory);
