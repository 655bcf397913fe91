import { boxKeyPair } from '@temkin/crypto';
import { systemRandom, toHex, utf8 } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { registryExporter, registryExports } from '@temkin/subscriber';
import { exportDigestText, openExportKey, openPart, rowReader } from '@temkin/subscriber/domain';
import { expect } from 'vitest';
import { generatedRows } from '../support/generated-rows.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { ndjson } from '../support/import-files.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';
import { IMPORTER, importWorld } from './import-world.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { approvalsOf, DAY, OFFICER } from './rights-world.ts';

export const RECIPIENT = boxKeyPair(systemRandom);

export const ALL_FIELDS = [
  'name',
  'birthDate',
  'identity',
  'address',
  'document',
  'documentImages',
  'portrait',
  'guardianConsent',
  'relationshipProof',
  'authorisation',
  'msisdn',
  'confirmation',
  'point',
  'registeredAt',
  'contract',
  'serviceStart',
  'state',
  'serviceEnd',
  'verifiedAt',
] as const;

export const WISH = {
  fields: ALL_FIELDS,
  numbers: 'all',
  purpose: 'inspection',
  ground: 'order-of-authority',
  recipient: 'Cục Viễn thông',
  reference: 'QĐ-12/2026',
  recipientKey: RECIPIENT.publicKey,
} as const;

export const ROWS = 150;

const nothing = (): void => undefined;

/** A registry that a file was imported into, and what is asked of exports of it. */
export const exportWorld = async (rows = ROWS, wrap?: (memory: MemoryTable) => Table) => {
  const world = importWorld();
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  const file = [...generatedRows(rows, 11)];
  const importId = await world.send(
    { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' },
    ndjson(file),
  );
  await world.imports.beginImport(IMPORTER, importId);
  await world.workOff();
  const two = approvalsOf();
  const blobs = memoryBlobs();
  let die = nothing;
  const mortal: Blobs = {
    ...blobs,
    names: async function* names(prefix) {
      die();
      yield* blobs.names(prefix);
    },
    delete: async (name) => {
      die();
      await blobs.delete(name);
    },
  };
  const table = wrap === undefined ? world.memory : wrap(world.memory);
  const { indexKeyRing: _index, ...stands } = world.dependencies(table);
  const dependencies = { ...stands, blobs: mortal, sha256 };
  const door = {
    upload: async () => {
      throw new Error('nothing is brought');
    },
    download: async (url: string) => ({ method: 'GET', url, headers: {}, endsAt: 0 }) as const,
  };
  const exports = registryExports({ ...dependencies, approvals: two.approvals, door });
  const work = registryExporter(dependencies);
  const workOff = () => work({ deadlineMilliseconds: world.clock.now() + DAY });

  let seeds = 5_000;
  const ask = async (wish: Partial<Parameters<typeof exports.askExport>[1]> = {}): Promise<string> =>
    (await exports.askExport(OFFICER, { ...WISH, ...wish }, seedOf((seeds += 1)))).exportId;
  const released = async (wish: Partial<Parameters<typeof exports.askExport>[1]> = {}): Promise<string> => {
    const exportId = await ask(wish);
    await exports.releaseExport(OFFICER, exportId);
    two.agreeToAll();
    await exports.releaseExport(OFFICER, exportId);
    return exportId;
  };
  /** Fetches all parts, and opens them as the recipient. */
  const opened = async (exportId: string): Promise<string> => {
    const { known, parts } = await exports.showExport(OFFICER, exportId);
    const key = openExportKey(RECIPIENT, { tenant: TENANT, exportId }, known.sealedKey ?? new Uint8Array());
    if (key === undefined) throw new Error('the key does not open');
    const texts: string[] = [];
    for (const { part, sha256: hash, isLast } of parts) {
      const { download } = await exports.fetchExportPart(OFFICER, { exportId, part });
      const sealed = (await blobs.get(download.url))?.bytes ?? new Uint8Array();
      expect(toHex(sha256(sealed))).toBe(hash);
      const bytes = openPart(key, { of: 'export', tenant: TENANT, id: exportId, part, isLast }, sealed);
      if (bytes === undefined) throw new Error('a part does not open');
      texts.push(Buffer.from(bytes).toString());
    }
    expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, at) => at + 1 === parts.length));
    expect(known.digest).toBe(toHex(sha256(utf8(exportDigestText(parts)))));
    return texts.join('');
  };
  const eventsOf = (exportId: string) =>
    world.events().filter(({ resources }) => resources.some(({ uid }) => uid === exportId));
  /** Where the process dies, at a list or deletion of blobs, until something else is set. */
  const dying = (next = nothing): void => {
    die = next;
  };
  return { ...world, file, blobs, dying, two, exports, work, workOff, ask, released, opened, eventsOf };
};

export const sorted = (text: string): readonly string[] => text.split('\n').filter(Boolean).toSorted();

export const rowsOf = (text: string) => {
  const read = rowReader({ format: 'ndjson' });
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => read({ text: line }));
};
