import { temkinClient } from '@temkin/client';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackServer, type LoopbackServer } from '../support/loopback-server.ts';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: LoopbackServer;

beforeAll(async () => {
  server = await loopbackServer(async (request, response) => {
    if (request.url === '/v1/facilities') response.writeHead(200, { 'content-length': '9' }).write('{');
  });
});

afterAll(() => server.stop());

describe('an attempt over the network', () => {
  it.each([
    ['no answer comes', '/v1/shifts/current'],
    ['an answer does not end', '/v1/facilities'],
  ] as const)(
    'ends after its time limit where %s, however often memory is cleaned meanwhile',
    async (_, path) => {
      const caller = new AbortController();
      const client = temkinClient({
        origin: server.endpoint,
        accessTokens: async () => 'token',
        timeoutMilliseconds: 200,
        retries: { attempts: 1 },
      });
      const thrown = client.get(path, { signal: caller.signal }).catch((error: unknown) => error);
      for (let round = 0; round < 8; round++) {
        await wait(10);
        collectGarbage();
      }
      expect(await thrown).toMatchObject({ name: 'NoAnswer', cause: { name: 'TimeoutError' } });
    },
  );
});
