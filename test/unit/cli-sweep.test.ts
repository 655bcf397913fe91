import { application, generalProblems } from '@temkin/http';
import { systemRandom } from '@temkin/kernel';
import { subscriberProblems } from '@temkin/subscriber';
import { SEGMENTS } from '@temkin/subscriber/domain';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { RECEIPT } from '../support/tiny-application.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { countsOf, OFFICER, planted as all, sweepWorld } from './sweep-world.ts';

/** Without the crowds at one point. */
const planted = all.filter(({ persons }) => persons.length < 20);

const expected = countsOf(planted.flatMap(({ hits }) => hits));
const found = Object.values(expected).reduce((sum, count) => sum + count, 0);

const world = sweepWorld();
const seeds = new Map<string, Uint8Array>();
/** Connections that break before they are answered. */
let lost = 0;

const app = application({
  routes: world.routesStarting(async () => undefined),
  problems: { ...generalProblems, ...subscriberProblems },
  authenticator: {
    authenticate: async () => ({ caller: OFFICER, scopes: ['registry:admin'], mustSign: false }),
  },
  signatures: { verify: async ({ caller }) => ({ caller, checkBody: async () => {} }) },
  refusalLog: { record: async () => RECEIPT },
  idempotencyClaims: {
    claim: async (_caller, { key }) => {
      // What is planted is at its thresholds at that very instant.
      world.clock.set(REGISTRY_NOW - 1);
      const seed = seeds.get(key) ?? systemRandom(32);
      seeds.set(key, seed);
      return seed;
    },
  },
  faultLog: { fault: () => undefined },
  clock: world.clock,
  random: systemRandom,
});

const server = await loopbackServer(async ({ method = 'GET', url = '/', headers }, outgoing) => {
  const fields = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const response = await app.fetch(
    new Request(new URL(url, 'https://registry.example'), { method, headers: fields }),
  );
  const body = new Uint8Array(await response.arrayBuffer());
  if (lost > 0) {
    lost -= 1;
    return void outgoing.destroy();
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
});
const directory = mkdtempSync(join(tmpdir(), 'temkin-sweep-'));
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

/** Runs a command; whenever it waits, some of the sweep is worked off. */
const sweep = (...words: readonly string[]) =>
  temkin(['registry', 'sweep', ...words, '--api', server.endpoint], {
    environment: { TEMKIN_TOKEN: 'officer' },
    wait: async () => {
      let looks = 0;
      await world.workSweeps(() => (looks += 1) > 300);
    },
  });

beforeAll(async () => {
  await world.plant(planted);
});

describe('temkin registry sweep', () => {
  let sweepId = '';

  it('begins one, of which the answer may be lost, and watches until it is finished', async () => {
    lost = 2;
    const { exitCode, output, complaint } = await sweep('start', '--json');
    expect([exitCode, complaint]).toEqual([0, '']);
    const data = JSON.parse(output) as {
      readonly sweepId: string;
      readonly state: string;
      readonly hits: readonly { readonly rule: string; readonly count: number }[];
    };
    ({ sweepId } = data);
    expect(data.state).toBe('finished');
    expect(Object.fromEntries(data.hits.map(({ rule, count }) => [rule, count]))).toEqual(expected);
    expect(seeds.size).toBe(1);
  });

  it('shows what it found, by rule', async () => {
    const { exitCode, output } = await sweep('show', '--sweep', sweepId);
    expect(exitCode).toBe(0);
    expect(output).toContain(`Sweep ${sweepId} is finished.`);
    expect(output).toContain(`${found} hits`);
    for (const [rule, count] of Object.entries(expected)) expect(output).toContain(`  ${rule}: ${count}`);
    expect((await sweep('show', '--watch', '--sweep', sweepId)).output).toBe(output);
  });

  it.each(['json', 'csv', 'html'])(
    'saves its report as %s, by the name of the file, for its owner’s eyes',
    async (format) => {
      const out = join(directory, `junk.${format}`);
      const { exitCode, output } = await sweep('report', '--sweep', sweepId, '--out', out, '--json');
      expect([exitCode, JSON.parse(output)]).toMatchObject([0, { sweepId, format, out }]);
      const text = readFileSync(out, 'utf8');
      expect(text).toContain('document-of-many');
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(existsSync(`${out}.draft`)).toBe(false);
    },
  );

  it('says that one failed, by its code, and fails itself', async () => {
    const failing = await world.beginSweep(OFFICER, seedOf(9));
    const name = { tenant: TENANT, sweepId: failing.sweepId };
    for (const segment of SEGMENTS) await world.sweepSegment(name, segment);
    for (const blob of world.blobs.stored.keys())
      if (blob.includes('/facts/')) world.blobs.stored.delete(blob);
    const { exitCode, output } = await sweep('show', '--watch', '--sweep', failing.sweepId);
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining(`${failing.sweepId} is failed: facts-gone.`),
    ]);
  });

  it('says what is wrong with a command line, and what an answer is', async () => {
    for (const words of [
      [],
      ['begin'],
      ['show'],
      ['show', '--sweep', '1'],
      ['report', '--sweep', sweepId, '--out', join(directory, 'junk.pdf')],
    ])
      expect([words, (await sweep(...words)).exitCode]).toEqual([words, 2]);
    const unknown = await sweep('show', '--sweep', crypto.randomUUID());
    expect([unknown.exitCode, unknown.complaint]).toEqual([
      1,
      expect.stringContaining('SUBSCRIBER.SWEEP_UNKNOWN'),
    ]);
    expect((await temkin(['registry', 'sweep', '--help'])).output).toContain('temkin registry sweep start');
  });
});
