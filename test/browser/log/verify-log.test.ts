import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appServer } from '../../support/app-server.ts';
import { browserBundle } from '../../support/browser-bundle.ts';
import { browserPage } from '../../support/browser.ts';
import { LOG_MUTATIONS, logToMutate } from '../../support/log-mutations.ts';
import { olderIn, type LogFiles, type SmallLog } from '../../support/small-log.ts';
import type { AuditorApp } from './app.ts';

declare const temkin: AuditorApp;

const script = await browserBundle(new URL('app.ts', import.meta.url));

/** No code but the page's and its WebAssembly, no address but the server's. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

let served: LogFiles;

const server = await appServer({
  script,
  policy: POLICY,
  answer: async (pathname) => {
    const body = served.get(pathname.slice('/log/'.length));
    return body && { type: 'application/octet-stream', body };
  },
});
afterAll(server.stop);
const page = await browserPage();

beforeAll(async () => {
  await cryptoReady;
  await page.goto(server.endpoint);
});

const verify = async ({ files, key }: SmallLog): Promise<string> => {
  served = files;
  const asked = { vkey: formatVerifierKey(key), older: olderIn(files) };
  return page.evaluate(({ vkey, older }) => temkin.verify('/log', vkey, older), asked);
};

describe('a log in Chromium', () => {
  it('is verified', async () => {
    expect(await verify(await logToMutate())).toBe('verified');
  });

  it.each(LOG_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    'is refused %s',
    async (_, { change, fault, at }) => {
      const log = await logToMutate();
      await change(log);
      expect(await verify(log)).toBe(`${fault} ${at}`);
    },
  );
});
