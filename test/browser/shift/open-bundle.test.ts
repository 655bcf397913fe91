import { toBase64 } from '@temkin/kernel';
import { sealBundle, signingKeyOf, type BundleKey } from '@temkin/parcel/bundle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appServer } from '../../support/app-server.ts';
import { browserBundle } from '../../support/browser-bundle.ts';
import { browserPage } from '../../support/browser.ts';
import { exampleBundle } from '../../support/example-bundle.ts';
import { memorySigner } from '../../support/memory-signer.ts';
import type { ShiftApp } from './app.ts';

declare const temkin: ShiftApp;

const CURVES = ['X25519', 'P-256'] as const;
const signer = memorySigner();
const content = exampleBundle();

const script = await browserBundle(new URL('app.ts', import.meta.url));

const enrolled = new Map<string, BundleKey>();

/** As strict as the app's own (docs/threat-model.md): no code but the page's, no address but the server's. */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const server = await appServer({
  script,
  policy: POLICY,
  answer: async (pathname) => {
    const bundleKey = enrolled.get(pathname.slice('/load/'.length));
    if (bundleKey === undefined) return undefined;
    const bundle = toBase64(await sealBundle(content, { bundleKey, signer }));
    const body = JSON.stringify({ bundle, signingKeys: [await signingKeyOf(signer)] });
    return { type: 'application/json', body };
  },
});
afterAll(server.stop);
const page = await browserPage();

beforeAll(async () => {
  await page.goto(server.endpoint);
  for (const curve of CURVES) {
    enrolled.set(curve, (await page.evaluate((crv) => temkin.makeKey(crv), curve)) as BundleKey);
    await page.evaluate((crv) => temkin.load(crv, `/load/${crv}`), curve);
  }
  // From here on there is no coverage, and the app was closed in between.
  await page.reload();
  await page.context().setOffline(true);
});

describe.each(CURVES)('a bundle in Chromium, for a key of %s', (curve) => {
  it('opens off line, by a key that the browser gives to nobody', async () => {
    expect(await page.evaluate((crv) => temkin.open(crv), curve)).toEqual(content);
    expect(await page.evaluate((crv) => temkin.isLocked(crv), curve)).toBe(true);
  });

  it.each([
    ['magic', 0, 'malformed'],
    ['signer', 6, 'unknown-signer'],
    ['encapsulated key', 40, 'forged'],
    ['ciphertext', 500, 'forged'],
  ])('is refused where its %s was altered', async (_what, alteredAt, due) => {
    const opened = await page.evaluate(([crv, at]) => temkin.open(crv, { alteredAt: at }), [
      curve,
      alteredAt,
    ] as const);
    expect(opened).toBe(due);
  });

  it('is refused with the key of another device', async () => {
    const by = curve === 'X25519' ? 'P-256' : 'X25519';
    expect(await page.evaluate(([crv, other]) => temkin.open(crv, { by: other }), [curve, by] as const)).toBe(
      'other-device',
    );
  });
});

describe('the code that opens bundles', () => {
  it('is small, and has nothing of libsodium or of Node', () => {
    const text = new TextDecoder().decode(script);
    expect(script.length).toBeLessThan(40_000);
    expect(text).not.toMatch(/sodium|node:|Buffer\./);
  });
});
