import { registryIndexer } from '@temkin/subscriber';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temkin, type CommandWorld } from '../support/command-line.ts';
import { importServer } from '../support/import-server.ts';
import { MINUTE, registration, REGISTRAR, seedOf } from './registry-world.ts';

const OFFICER = {
  principal: { ...REGISTRAR.principal, id: 'security-1', client: 'security-1', roles: ['security-officer'] },
  reliedOn: [],
} as const;

const PEOPLE = 21;

type Server = Awaited<ReturnType<typeof importServer>>;

let server: Server;

beforeAll(async () => {
  server = await importServer({ partBytes: 1, comer: OFFICER });
  const { world } = server;
  await world.openIndexes(['msisdn', 'nameBirthDate'], 0);
  for (let n = 0; n < PEOPLE; n += 1) await world.registry.newPerson(REGISTRAR, registration(n), seedOf(n));
});
afterAll(async () => server.stop());

/** Runs the command; whenever it waits, the worker has a while. */
const run = async (...said: readonly (string | Pick<CommandWorld, 'progress'>)[]) => {
  const args = said.filter((one) => typeof one === 'string');
  const world = said.find((one) => typeof one !== 'string');
  let waited = 0;
  const work = registryIndexer(server.world.dependencies());
  const outcome = await temkin(['registry', 'indexes', ...args, '--api', server.endpoint], {
    ...world,
    environment: { TEMKIN_TOKEN: 'officer' },
    wait: async () => {
      waited += 1;
      let looks = 0;
      await work({ isOver: () => (looks += 1) > 100 });
    },
  });
  return { ...outcome, waited };
};

describe('temkin registry indexes', () => {
  it('lists them, and which is outgrown', async () => {
    const { output, exitCode } = await run('list');
    expect([exitCode, output]).toEqual([
      0,
      `About 21 people; 5 at least are to share a value.
msisdn: generation 1, full length; idle
identityNumber: not searched; none
nameBirthDate: generation 1, 0 bits, 21 people a value, outgrown; idle
nameBirthYearCommune: not searched; none
lastFourBirthDate: not searched; none
lastFourIdentityNumber: not searched; none
`,
    ]);
    expect((await run()).output).toBe(output);
  });

  it('makes one anew, and watches until it is searched', async () => {
    const { output, complaint, exitCode, waited } = await run('rebuild', '--index', 'nameBirthDate');
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(output).toMatch(
      /^nameBirthDate: generation 2, 2 bits, 5\.3 people a value; deletes the former from 2026-\S+ on\n$/,
    );
    expect(waited).toBeGreaterThan(1);
    const again = await run('rebuild', '--index', 'nameBirthDate');
    expect([again.exitCode, again.complaint]).toEqual([1, expect.stringContaining('SUBSCRIBER.INDEX_BUSY')]);
    server.world.clock.advance(10 * MINUTE);
    await registryIndexer(server.world.dependencies())({ isOver: () => false });
    expect((await run('list')).output).toContain('generation 2, 2 bits, 5.3 people a value; idle');
  });

  it('shows it made in whole at the end', async () => {
    const done: number[] = [];
    let total: number | undefined;
    const progress = {
      begin: (_: string, of?: number) => void (total = of),
      advance: ({ items }: { readonly items: number }) => void done.push(items),
      end: () => {},
    };
    await run('rebuild', '--index', 'nameBirthYearCommune', { progress });
    expect(total).toBeGreaterThan(0);
    expect(done.reduce((sum, items) => sum + items, 0)).toBe(total);
  });

  it('goes on watching one that is being made, and makes a new one for as many as are expected', async () => {
    await server.world.registry.beginIndex(OFFICER, { index: 'identityNumber', generation: 1 });
    const watched = await run('rebuild', '--index', 'identityNumber', '--json');
    expect(JSON.parse(watched.output)).toEqual({
      index: 'identityNumber',
      state: 'idle',
      current: { generation: 1 },
    });
    const made = await run('rebuild', '--index', 'lastFourBirthDate', '--people', '1000', '--json');
    expect(JSON.parse(made.output)).toMatchObject({
      state: 'idle',
      current: { generation: 1, bits: 7, fit: 'too-few' },
    });
  });

  it.each([
    [['sideways']],
    [['rebuild']],
    [['rebuild', '--index', 'name']],
    [['rebuild', '--index', 'msisdn', '--people', 'many']],
    [['list', '--index', 'msisdn']],
  ])('that makes no sense is answered with exit code 2: %j', async (args) => {
    expect((await run(...args)).exitCode).toBe(2);
  });
});
