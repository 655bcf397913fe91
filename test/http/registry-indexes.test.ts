import { createWriter, recorder } from '@temkin/audit-event';
import { keyRing } from '@temkin/crypto';
import { eventIds, systemRandom } from '@temkin/kernel';
import { tableWrappedKeys } from '@temkin/storage';
import { subscriberRegistry } from '@temkin/subscriber';
import type { IndexName } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { ROLE_SCOPES } from '../../packages/runtimes/local/src/demo/role-scopes.ts';
import { codeOf } from '../support/answer-codes.ts';
import {
  identityOf,
  msisdnOf,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../support/registrations.ts';
import { sha256 } from '../support/sha256.ts';
import { testSystem } from '../support/system.ts';

const MINUTE = 60_000;

/** So many pages of people are read before a request has no time left; all of them while it is undefined. */
const pages: { left?: number } = {};

const system = await testSystem({
  wrapTable: (table) => ({
    ...table,
    query: async (range) => {
      if (range.table === 'subscribers' && pages.left !== undefined && (pages.left -= 1) === 0)
        system.clock.advance(MINUTE);
      return table.query(range);
    },
  }),
});

/** Begins and makes an index past the API, as before there was one. */
const makeFirst = async (...indexes: readonly IndexName[]): Promise<void> => {
  const { table, clock, rootKeys } = system;
  const ringUnder = (rootKey: typeof rootKeys.registry) =>
    keyRing({
      rootKey,
      wrappedKeys: tableWrappedKeys(table, clock),
      clock,
      random: systemRandom,
      epochs: 'shared',
    });
  const registry = subscriberRegistry({
    table,
    keyRing: ringUnder(rootKeys.registry),
    indexKeyRing: ringUnder(rootKeys.registryIndex),
    recorder: recorder({
      table,
      clock,
      newEventId: eventIds(clock, systemRandom),
      writer: createWriter(systemRandom, clock),
      actors: { of: async (tenant, actor) => `${tenant}/${actor}` },
      sha256,
    }),
    clock,
    random: systemRandom,
  });
  const caller = {
    principal: { tenant: 'demo', id: 'nobody', client: 'nobody', roles: [] },
    reliedOn: [],
  } as const;
  for (const index of indexes) {
    await registry.beginIndex(caller, { index, generation: 1, holders: 40 });
    await registry.backfillIndex(caller, { index, isNobodyThere: true });
  }
};

const THERE = ['msisdn', 'identityNumber', 'lastFourBirthDate', 'lastFourIdentityNumber'] as const;

// Without the first two nobody can be registered.
await makeFirst(...THERE);

/** Known by an address of before July 2025, which may be in several communes. */
const GO_VAP = { printed: 'Số 77 Quang Trung, Phường 12, Quận Gò Vấp, TP Hồ Chí Minh' };
const MAI = { name: 'Trần Lê Mai', birthDate: '1990-04-30', address: GO_VAP };

const hoa = await registerHolder(system, 1, registrationOf(1, { holder: { name: 'Nguyễn Thị Hoà' } }));
const mai = await registerHolder(system, 2, registrationOf(2, { holder: MAI }));
const other = await registerHolder(system, 3, registrationOf(3, { holder: { name: 'Nguyễn Thị Hoa' } }));

const born = { birthDate: '31/01/1990' };
const ofMai = { name: MAI.name, birthDate: '1990' };
const inCommune = (communeCode: string) => ({ printed: 'nơi khác', communeCode });

/** By which index, what is asked, and exactly who is meant. */
const QUESTIONS: readonly (readonly [IndexName, object, readonly { readonly personId: string }[]])[] = [
  ['msisdn', { msisdn: msisdnOf(1) }, [hoa]],
  ['msisdn', { msisdn: `+84${msisdnOf(2).slice(1)}` }, [mai]],
  ['msisdn', { msisdn: msisdnOf(9) }, []],
  ['identityNumber', { identity: { kind: 'personal', number: identityOf(3) } }, [other]],
  ['identityNumber', { identity: { kind: 'personal', number: identityOf(9) } }, []],
  ['nameBirthDate', { name: 'HÒA NGUYỄN THỊ', ...born }, [hoa]],
  ['nameBirthDate', { name: 'Nguyễn Thị Hoa', ...born }, [other]],
  ['nameBirthDate', { name: 'nguyen thi hoa', ...born }, [hoa, other]],
  ['nameBirthDate', { name: 'Nguyễn Thị Hồng', ...born }, []],
  ['nameBirthYearCommune', { ...ofMai, address: { printed: 'P.12, Q. Gò Vấp, TP. HCM' } }, [mai]],
  ['nameBirthYearCommune', { ...ofMai, address: inCommune('26882') }, [mai]],
  ['nameBirthYearCommune', { ...ofMai, address: inCommune('00004') }, []],
  ['lastFourBirthDate', { msisdnLast4: msisdnOf(3).slice(-4), ...born }, [other]],
  [
    'lastFourIdentityNumber',
    { msisdnLast4: msisdnOf(1).slice(-4), identityLast4: identityOf(1).slice(-4) },
    [hoa],
  ],
];

/** Each may search as often as one registrar may within an hour. */
const SEARCHERS = 2;
const SEARCHES = 30;

const searchers: readonly { readonly subject: string; readonly transactionId: string }[] = await Promise.all(
  Array.from({ length: SEARCHERS }, async (_, n) => {
    const subject = `registrar-${n}`;
    await system.enrol({
      subject,
      tenant: 'demo',
      kind: 'staff',
      roles: ['registrar'],
      scopes: ROLE_SCOPES.registrar,
    });
    return { subject, transactionId: await transactionFor(system, subject, 'registration') };
  }),
);

const idsOf = (people: readonly { readonly personId: string }[]): readonly string[] =>
  people.map(({ personId }) => personId).toSorted();

/** Does some work while everybody searches by indexes that are ready; each question is asked once at least, and finds who is meant. */
const searchingDuring = async (ready: readonly IndexName[], work: () => Promise<void>): Promise<void> => {
  const asked = QUESTIONS.filter(([index]) => ready.includes(index));
  const progress = { isOver: false };
  let next = 0;
  const search = async ({ subject, transactionId }: (typeof searchers)[number]): Promise<void> => {
    for (let n = 0; n < SEARCHES && (!progress.isOver || next < asked.length); n += 1) {
      const [index, question, people] = asked[next++ % asked.length] ?? QUESTIONS[0] ?? [];
      const answer = await system
        .as(subject)
        .post('/v1/subscribers/search', { purpose: 'registration', transactionId, ...question });
      const body = (await answer.json()) as { readonly matches?: readonly { readonly personId: string }[] };
      expect([index, question, answer.status, idsOf(body.matches ?? [])]).toEqual([
        index,
        question,
        200,
        idsOf(people ?? []),
      ]);
    }
  };
  await Promise.all([
    work().finally(() => {
      progress.isOver = true;
    }),
    ...searchers.map(search),
  ]);
  expect(next).toBeGreaterThanOrEqual(asked.length);
  // An hour later everybody may search again.
  system.clock.advance(60 * MINUTE);
};

const officer = () => system.as('security-ha');

interface Listed {
  readonly people: number;
  readonly indexes: readonly {
    readonly index: IndexName;
    readonly state: string;
    readonly current?: object;
  }[];
}

const listed = async (): Promise<Listed> =>
  (await (await officer().get('/v1/registry/indexes')).json()) as Listed;

const rebuild = (index: IndexName, body: object): Promise<Response> =>
  officer().post(`/v1/registry/indexes/${index}/rebuild`, body);

/** Which indexes are left to make after the registry was opened as far as time allows. */
const open = async (): Promise<readonly string[]> => {
  const answer = await officer().post('/v1/registry/open', { expectedPeople: 40 });
  return ((await answer.json()) as { readonly left: readonly string[] }).left;
};

/** So many workers that know nothing of each other. */
const work = async (workers: number): Promise<void> => {
  const worked = await Promise.all(Array.from({ length: workers }, () => system.workIndexes()));
  expect(worked.flatMap(({ faults }) => faults)).toEqual([]);
};

const ALL = [...new Set(QUESTIONS.map(([index]) => index))];

/** One of each length; test/unit/registry-backfill.test.ts makes each anew. */
const RENEWED = ['msisdn', 'nameBirthYearCommune'] as const;

const OF_FORTY = { generation: 1, bits: 3, holdersPerValue: 3 / 8, fit: 'too-few' };

describe('the indexes of a registry with people in it', () => {
  it('get one more while searches run', async () => {
    await searchingDuring(THERE, async () => {
      const begun = await rebuild('nameBirthDate', { generation: 1, expectedPeople: 40 });
      expect([begun.status, await begun.json()]).toEqual([
        202,
        {
          index: 'nameBirthDate',
          state: 'building',
          next: OF_FORTY,
          progress: { walk: 'build', done: 0, of: 256 },
        },
      ]);
      expect((await rebuild('nameBirthDate', { generation: 1 })).status).toBe(202);
      expect(await codeOf(await rebuild('nameBirthDate', { generation: 2 }))).toBe('SUBSCRIBER.INDEX_BUSY');
      expect(await codeOf(await rebuild('nameBirthDate', { generation: 3 }))).toBe(
        'SUBSCRIBER.INDEX_GENERATION',
      );
      await work(2);
    });
    expect((await listed()).indexes.map(({ index, state }) => [index, state])).toEqual([
      ['msisdn', 'idle'],
      ['identityNumber', 'idle'],
      ['nameBirthDate', 'idle'],
      ['nameBirthYearCommune', 'none'],
      ['lastFourBirthDate', 'idle'],
      ['lastFourIdentityNumber', 'idle'],
    ]);
  });

  it('are all made when it is opened, by asking again until nothing is left', async () => {
    pages.left = 100;
    expect(await open()).not.toEqual([]);
    delete pages.left;
    expect(await open()).toEqual([]);
    await searchingDuring(ALL, async () => {});
  });

  it('get new keys while searches run, none of which fails or misses anybody', async () => {
    await searchingDuring(ALL, async () => {
      for (const index of RENEWED)
        expect((await rebuild(index, { generation: 2, expectedPeople: 80 })).status).toBe(202);
      await work(1);
    });
    await searchingDuring(ALL, () => work(1));
    const { people, indexes } = await listed();
    expect(people).toBe(3);
    expect(indexes.map(({ index, state, current }) => [index, state, current])).toEqual([
      ['msisdn', 'idle', { generation: 2 }],
      ['identityNumber', 'idle', { generation: 1 }],
      ['nameBirthDate', 'idle', OF_FORTY],
      ['nameBirthYearCommune', 'idle', { generation: 2, bits: 4, holdersPerValue: 3 / 16, fit: 'too-few' }],
      ['lastFourBirthDate', 'idle', OF_FORTY],
      ['lastFourIdentityNumber', 'idle', OF_FORTY],
    ]);
    expect(system.faults).toEqual([]);
  });
});
