import { afterAll, describe, expect, it, vi } from 'vitest';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { PLANTED, plantedRegistry } from '../support/planted-registry.ts';
import { POSTING_ROUTES } from '../support/posting-routes.ts';
import { allBytesOf } from '../support/stored-items.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

/** What the process says, on whatever way. */
const output: string[] = [];
const said = (chunk: unknown): boolean => {
  output.push(typeof chunk === 'string' ? chunk : String(chunk));
  return true;
};
const listeners = [
  vi.spyOn(process.stdout, 'write').mockImplementation(said),
  vi.spyOn(process.stderr, 'write').mockImplementation(said),
  ...(['debug', 'error', 'info', 'log', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...texts) => void said(JSON.stringify(texts))),
  ),
];
afterAll(() => {
  for (const listener of listeners) listener.mockRestore();
});

const day = await plantedRegistry(system);
const waiting = await system.stored();
await system.log.sequence();
await system.log.follow();
const stored = await system.stored();

const utf8 = (texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => Buffer.from(text));

const places: Readonly<Record<string, readonly Uint8Array[]>> = {
  'events that wait': waiting.filter(({ table }) => table === 'outbox').flatMap(allBytesOf),
  'the log': [...system.log.blobs.stored].flatMap(([name, bytes]) => [Buffer.from(name), bytes]),
  'all tables': stored.flatMap(allBytesOf),
  'blobs of the registry': [...system.registryBlobs.stored].flatMap(([name, bytes]) => [
    Buffer.from(name),
    bytes,
  ]),
  'refusals, with their headers': utf8(day.refused),
  'headers of answers, with the addresses that they tell': utf8(day.headers),
  'faults and findings': utf8([JSON.stringify(system.faults), JSON.stringify(system.findings)]),
  'what the server says': utf8(output),
};

describe('planted people in every route of the registry', () => {
  it('were all sent, and every route refused some of it', () => {
    const sent = day.sent.join('\n');
    expect(PLANTED.filter((text) => !sent.includes(text))).toEqual([]);
    expect(day.refused.length).toBeGreaterThan(200);
    expect(system.faults).toEqual([]);
  });

  it('went through each route that takes a person, a number, a paper or a text', () => {
    const routes = new Set(POSTING_ROUTES.map(({ template }) => template));
    const unknown = [...day.done].filter((template) => template.startsWith('/') && !routes.has(template));
    expect(unknown).toEqual([]);
    for (const template of [
      '/v1/subscriptions',
      '/v1/subscribers/search',
      '/v1/subscribers/{personId}/read',
      'PATCH /v1/subscribers/{personId}',
      'PATCH /v1/subscriptions/{subscriptionId}',
      '/v1/subscribers/{personId}/images/{imageId}/read',
      '/v1/subscriptions/{subscriptionId}/transfer',
      '/v1/subscriptions/{subscriptionId}/terminate',
      '/v1/public/{company}/self-check/{challengeId}/claims',
      '/v1/registry/claims/{claimId}/decide',
      '/v1/registry/subject-requests/{requestId}/extend',
      '/v1/registry/authority-requests/{requestId}/hand-over',
      '/v1/registry/authority-requests/{requestId}/close',
    ])
      expect(day.done, template).toContain(template);
  });

  it('are found in no event, log, table, blob, refusal, header, fault or output, in no encoding', () => {
    const search = searchFor(PLANTED.flatMap(needlesOfText));
    const found = Object.fromEntries(
      Object.entries(places).map(([place, texts]) => [place, [...new Set(texts.flatMap(search))]]),
    );
    expect(found).toEqual(Object.fromEntries(Object.keys(places).map((place) => [place, []])));
  });

  it('would be found, were they there', () => {
    const search = searchFor(PLANTED.flatMap(needlesOfText));
    expect(new Set(search(Buffer.from(day.sent.join('\n'))))).toEqual(new Set(PLANTED));
  });
});
