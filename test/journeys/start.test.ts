import { execFile } from 'node:child_process';
import { access, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemRandom } from '@temkin/kernel';
import { decodeJwt } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../packages/runtimes/local/src/configuration.ts';
import { storesOn } from '../../packages/runtimes/local/src/data-directory/orphaned-store.ts';
import { lives } from '../../packages/runtimes/local/src/data-directory/process-identity.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/file-root-key.ts';
import { startStore } from '../../packages/runtimes/local/src/store/index.ts';
import { decodeQr, drawnQr } from '../support/drawn-qr.ts';
import { serverHouse, storeOf, type ServerHome, type ServerProcess } from '../support/server-process.ts';
import { inStoreOf } from '../support/stored-items.ts';

const house = await serverHouse('sources');
const built = await serverHouse();
const home = house.home('demo');

/** What a server says that must not start. */
const refusal = async (server: ServerProcess): Promise<string> => {
  expect(await server.ended).toBe(1);
  return server.output();
};

/** The first label's waybill number and token. */
const firstLabel = async ({ labels }: ServerHome) => {
  const tokens = await readFile(join(labels, 'tokens.tsv'), 'utf8');
  const [waybillNumber = '', token = ''] = tokens.split('\n')[0]?.split('\t') ?? [];
  return { waybillNumber, token };
};

/** What somebody is told of a label. */
const read = async (server: ServerProcess, by: string, token: string) =>
  (await server.client())
    .as(by)
    .send<Disclosed>('POST', '/v1/parcels/resolve', { token, purpose: 'delivery' });

/** Ids of the events by which parcels were issued. */
const issueEvents = async (server: ServerProcess) => {
  const auditor = (await server.client()).as('auditor-khanh');
  const answer = await auditor.send<{ events: readonly { eventId: string }[] }>('POST', '/v1/audit/queries', {
    action: 'parcel.issue',
  });
  return answer.body.events.map(({ eventId }) => eventId);
};

/** The shift that An has open. */
const shiftOf = async (server: ServerProcess) => {
  const an = (await server.client()).as('shipper-an');
  const { body } = await an.send<{ shiftId: string }>('GET', '/v1/shifts/current');
  return body.shiftId;
};

interface Disclosed {
  readonly code?: string;
  readonly waybillNumber?: string;
  readonly fields?: { readonly recipient?: { readonly name?: string } };
}

describe('npm start', () => {
  const server = house.start(home);

  it('says where it is and answers /healthz', async () => {
    const answer = await fetch(`${await server.origin}/healthz`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    for (const place of [home.labels, home.data, '--as shipper-binh'])
      expect(server.output()).toContain(place);
  });

  it('says a command for a token that works in another terminal', async () => {
    await server.origin;
    const [, command = ''] = /\$\((.*npm run -s token -- --as shipper-an)\)/.exec(server.output()) ?? [];
    const { PATH } = process.env;
    const cwd = fileURLToPath(new URL('../../', import.meta.url));
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd, env: { PATH } });
    expect(decodeJwt(stdout.trim()).sub).toBe('shipper-an');
  });

  it('answers /openapi.json with OpenAPI 3.1', async () => {
    const answer = await fetch(`${await server.origin}/openapi.json`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1\.\d+$/) as string });
  });

  it('answers /docs with a page that runs nothing', async () => {
    const answer = await fetch(`${await server.origin}/docs`);
    const page = await answer.text();
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    const [, styles = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(styles).digest('base64');
    expect(policy).toContain(`style-src 'sha256-${hash}';`);
    expect(page).toContain('/v1/parcels/resolve');
    expect(page).not.toMatch(/<script|\son\w+=|javascript:/i);
  });

  it('leaves twenty labels whose codes say what stands in tokens.tsv', async () => {
    await server.origin;
    const lines = (await readFile(join(home.labels, 'tokens.tsv'), 'utf8')).trimEnd().split('\n');
    const names = await readdir(home.labels);
    const tokens = new Map(lines.map((line) => line.split('\t') as [string, string]));
    expect(tokens.size).toBe(20);
    expect(names.toSorted()).toEqual([...[...tokens.keys()].map((name) => `${name}.svg`), 'tokens.tsv']);
    for (const [waybillNumber, token] of tokens) {
      const svg = await readFile(join(home.labels, `${waybillNumber}.svg`), 'utf8');
      expect(decodeQr(drawnQr(svg).modules)).toBe(token);
    }
  });

  it('opens a label to An, who holds the parcel, and refuses Binh', async () => {
    await server.origin;
    const { waybillNumber, token } = await firstLabel(home);
    const opened = await read(server, 'shipper-an', token);
    expect([opened.status, opened.body.waybillNumber]).toEqual([200, waybillNumber]);
    expect(opened.body.fields?.recipient?.name).toMatch(/\p{L}/u);
    const refused = await read(server, 'shipper-binh', token);
    expect([refused.status, refused.body.code]).toEqual([403, 'PARCEL.NOT_IN_CUSTODY']);
    expect(JSON.stringify(refused.body)).not.toContain(opened.body.fields?.recipient?.name);
  });

  it('keeps root key, issuer and labels outside its data directory', async () => {
    await server.origin;
    const root = (await readFile(home.keyFile, 'utf8')).trim();
    const secrets = [root, root.split(':')[1] ?? '', await readFile(join(home.labels, 'tokens.tsv'), 'utf8')];
    for (const name of await readdir(home.data)) {
      const bytes = await readFile(join(home.data, name));
      for (const secret of secrets) expect(bytes.includes(secret.slice(0, 64)), name).toBe(false);
      expect(name).not.toMatch(/\.(svg|tsv|key)$|issuer/);
    }
  });

  it('refuses a second server on its data directory and names the first by its process id', async () => {
    await server.origin;
    const words = await refusal(house.start(home));
    expect(words).toMatch(new RegExp(`in use by .*\\b${server.pid}\\b`));
    expect((await fetch(`${await server.origin}/healthz`)).status).toBe(200);
  });

  it('says which port is taken, and leaves no store behind', async () => {
    const other = house.home('other');
    const { port } = new URL(await server.origin);
    expect(await refusal(house.start(other, Number(port)))).toMatch(
      new RegExp(`Port ${port} is taken.*PORT=`),
    );
    expect(await storesOn(join(other.data, 'store.db'))).toEqual([]);
  });

  it('answers 413 to a body that is announced too large or never ends, and reads no further', async () => {
    const token = await server.tokenFor('order-system');
    const origin = await server.origin;
    const send = (headers: Readonly<Record<string, string>>, pour: boolean): Promise<number> =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          `${origin}/v1/parcels`,
          {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          },
          (answer) => {
            resolve(answer.statusCode ?? 0);
            outgoing.destroy();
          },
        );
        outgoing.on('error', reject);
        outgoing.flushHeaders();
        const chunk = Buffer.alloc(65_536, ' ');
        const more = (): void => {
          while (!outgoing.destroyed && outgoing.write(chunk));
        };
        if (pour) more();
        if (pour) outgoing.on('drain', more);
      });
    expect(await send({ 'content-length': '10000000000' }, false)).toBe(413);
    expect(await send({ 'content-length': '10000000000' }, true)).toBe(413);
    expect(await send({ 'transfer-encoding': 'chunked' }, true)).toBe(413);
  });

  it('ends with exit code 0 on SIGTERM, and its store with it', async () => {
    await server.origin;
    const store = await storeOf(home);
    expect(await server.stop()).toBe(0);
    expect(store !== undefined && (await lives(store))).toBe(false);
    expect(store).toBeDefined();
    await expect(access(join(home.data, 'lock.json'))).rejects.toThrow('ENOENT');
  });
});

describe('a stopped system', () => {
  const earlier = built.home('restarted');
  const first = built.start(earlier);

  it('is whole when it starts again, and is not given its demo twice', async () => {
    await first.origin;
    const before = { events: await issueEvents(first), shift: await shiftOf(first) };
    const tokens = join(earlier.labels, 'tokens.tsv');
    const { mtimeMs } = await stat(tokens);
    await first.stop();

    const again = built.start(earlier);
    expect({ events: await issueEvents(again), shift: await shiftOf(again) }).toEqual(before);
    expect(before.events.length).toBeGreaterThan(0);
    expect((await stat(tokens)).mtimeMs).toBe(mtimeMs);
    const { token } = await firstLabel(earlier);
    expect((await read(again, 'shipper-an', token)).status).toBe(200);
    expect(again.output()).toContain('kept from the last start');
    expect(again.output()).not.toContain('out for delivery');
    expect(await again.stop()).toBe(0);
  });

  it('does not start with the key of another, and says what to do', async () => {
    await first.ended;
    const before = await readFile(join(earlier.data, 'store.db'));
    const stranger = { ...earlier, keyFile: join(built.directory, 'stranger.key') };
    await openRootKeyFile(stranger.keyFile, systemRandom);
    const words = await refusal(built.start(stranger));
    expect(words).toMatch(/belong to another root key.*TEMKIN_KEY_FILE/s);
    expect(words).not.toMatch(/\n\s+at /);
    const key = (await readFile(stranger.keyFile, 'utf8')).trim();
    expect(words).not.toContain(key.slice(-16));
    expect((await readFile(join(earlier.data, 'store.db'))).equals(before)).toBe(true);
  });

  it('makes no new key where its own is lost', async () => {
    await first.ended;
    const lost = { ...earlier, keyFile: join(built.directory, 'lost.key') };
    expect(await refusal(built.start(lost))).toMatch(/there is none at .*Restore that file/s);
    await expect(access(lost.keyFile)).rejects.toThrow('ENOENT');
  });
});

describe('a first start that was cut off', () => {
  const cut = built.home('cut-off');

  it('is made up for when its idempotency claims have died, by fresh parcels on the shift that is open', async () => {
    const first = built.start(cut);
    await first.origin;
    const before = { ...(await firstLabel(cut)), shift: await shiftOf(first) };
    await first.stop();
    await rm(join(cut.data, 'seeded'));
    await rm(cut.labels, { recursive: true });
    await inStoreOf(cut.data, async (table, items) => {
      for (const { partition, sort } of items.filter((item) => item.table === 'requests'))
        await table.write({ kind: 'delete', key: { table: 'requests', partition, sort } });
      const kept = items.filter(({ sort }) => sort === 'waybill');
      for (const { table: name, partition, sort } of kept.slice(0, 5))
        await table.write({ kind: 'delete', key: { table: name, partition, sort } });
    });

    const again = built.start(cut);
    await again.origin;
    const { waybillNumber, token } = await firstLabel(cut);
    expect(waybillNumber).not.toBe(before.waybillNumber);
    expect(await shiftOf(again)).toBe(before.shift);
    expect(await readdir(cut.labels)).toHaveLength(21);
    expect((await read(again, 'shipper-an', token)).status).toBe(200);
    await again.stop();
  });
});

describe('a store that others run', async () => {
  const store = await startStore();
  afterAll(store.stop);
  const on = (name: string): ServerHome => ({ ...built.home(name), storeEndpoint: store.endpoint });
  const owner = on('owner');
  const first = built.start(owner);

  it('is used in place of an embedded one, and goes on running', async () => {
    await first.origin;
    expect(await storeOf(owner)).toBeUndefined();
    expect(first.output()).toContain(`the store at ${new URL(store.endpoint).host}`);
    expect(await first.stop()).toBe(0);
    const again = built.start({ ...on('elsewhere'), keyFile: owner.keyFile, log: owner.log });
    await again.origin;
    const { token } = await firstLabel(owner);
    expect((await read(again, 'shipper-an', token)).status).toBe(200);
    await again.stop();
  });

  it('takes no other root key, and the start that brought it leaves no trace', async () => {
    await first.ended;
    const stranger = on('stranger');
    await openRootKeyFile(stranger.keyFile, systemRandom);
    expect(await refusal(built.start(stranger))).toMatch(/belong to another root key.*TEMKIN_KEY_FILE/);
    await expect(access(stranger.data)).rejects.toThrow('ENOENT');
  });

  it('makes no new key where its own is lost', async () => {
    await first.ended;
    const lost = on('lost');
    expect(await refusal(built.start(lost))).toMatch(/there is none at .*DYNAMODB_ENDPOINT/);
    await expect(access(lost.keyFile)).rejects.toThrow('ENOENT');
  });

  it('is named where it does not answer', async () => {
    const silent = { ...built.home('silent'), storeEndpoint: 'http://127.0.0.1:9' };
    expect(await refusal(built.start(silent))).toContain('The store at 127.0.0.1:9 cannot be used');
  });
});

describe('a start', () => {
  it('that is told to end comes to its end and leaves no store behind', async () => {
    const hasty = built.home('hasty');
    const server = built.start(hasty);
    let store = await storeOf(hasty);
    for (; store === undefined; store = await storeOf(hasty)) await sleep(10);
    expect(await server.stop()).toBe(0);
    expect(await lives(store)).toBe(false);
  });

  it.each([
    'TEMKIN_LOG_DIR',
    'TEMKIN_KEY_FILE',
    'TEMKIN_LABELS_DIR',
    'TEMKIN_NOTICES_FILE',
    'TEMKIN_ISSUER_FILE',
  ])('is refused where %s leads into the data directory', (variable) => {
    const data = join(built.directory, 'data');
    const configured = (path: string) => () => readConfiguration({ TEMKIN_DATA_DIR: data, [variable]: path });
    for (const path of [data, join(data, 'a'), `${data}/../data/b/..c`])
      expect(configured(path)).toThrow(`${variable} must lie outside TEMKIN_DATA_DIR`);
    for (const path of [`${data}.key`, join(data, '..', 'key'), join(data, '..', '..a')])
      expect(configured(path)).not.toThrow();
  });
});
