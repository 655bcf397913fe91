import { systemRandom, toHex, utf8 } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { registryImporter, registryImports, registryStores } from '@temkin/subscriber';
import {
  namedImages,
  openFields,
  rowReader,
  rowTexts,
  SEGMENTS,
  sealPart,
  subscriptionRecord,
  type FileForm,
  type ImportPlan,
  type RowDefect,
  type TransferDoor,
} from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { memoryBlobs } from '../support/memory-blobs.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { REGISTRAR, registryWorld, seedOf, TENANT, type RegistryWorld } from './registry-world.ts';

/** Whoever has files of records. */
export const IMPORTER = {
  principal: { ...REGISTRAR.principal, id: 'importer-1', client: 'importer-1', roles: ['operator'] },
  reliedOn: [],
} as const;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A number as it came in. */
export interface ImportedNumber {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly msisdn: string;
  readonly state: string;
  readonly defects: readonly RowDefect[];
  readonly version: number;
}

/** All numbers of a registry, opened. */
export const numbersOf = async ({
  stores,
}: Pick<RegistryWorld, 'stores'>): Promise<readonly ImportedNumber[]> => {
  const numbers: ImportedNumber[] = [];
  for (const segment of SEGMENTS) {
    let after: string | undefined;
    do {
      const page = await stores.people.page(TENANT, segment, after);
      for (const { subscription } of page.records) {
        if (subscription === undefined) continue;
        const { personId, subscriptionId, sealed, standing, imported, version } = subscription;
        const key = await stores.personKeys.find(TENANT, personId);
        if (key === undefined) throw new Error('a number without a key');
        const place = { tenant: TENANT, personId, record: subscriptionRecord(subscriptionId) };
        const { msisdn = '' } = openFields(key, place, sealed, ['msisdn']);
        const defects = imported?.defects ?? [];
        numbers.push({ personId, subscriptionId, msisdn, state: standing.state, defects, version });
      }
      after = page.next;
    } while (after !== undefined);
  }
  return numbers;
};

/** Cuts a text of rows into parts of so many rows each. */
export const partsOf = (
  text: string,
  form: FileForm,
  rowsOfPart: number,
): readonly { text: string; rows: number }[] => {
  const lines = text.split('\n').slice(0, -1);
  if ([...rowTexts(text, form)].length !== lines.length) throw new Error('a row of several lines');
  return Array.from({ length: Math.ceil(lines.length / rowsOfPart) }, (_, at) => {
    const some = lines.slice(at * rowsOfPart, (at + 1) * rowsOfPart);
    return { text: some.map((line) => `${line}\n`).join(''), rows: some.length };
  });
};

/** A registry in memory that files are imported into. `wrap` puts something before its table. */
export const importWorld = (wrap?: (memory: MemoryTable) => Table, transfers?: TransferDoor) => {
  const world = registryWorld(wrap);
  const blobs = memoryBlobs();
  const door: TransferDoor = transfers ?? {
    upload: async ({ name }: { readonly name: string }) =>
      ({ method: 'PUT', url: name, headers: {}, endsAt: 0 }) as const,
    download: async (name: string) => ({ method: 'GET', url: name, headers: {}, endsAt: 0 }) as const,
  };
  const importsOn = (table: Table, through: Blobs = blobs) => {
    const dependencies = { ...world.dependencies(table), blobs: through };
    return {
      ...registryImports({ ...dependencies, door }),
      work: registryImporter(dependencies),
    };
  };
  const table = wrap === undefined ? world.memory : wrap(world.memory);
  const imports = importsOn(table);
  const brought = new Set<string>();

  /** Has the images of made-up names wait that rows are about to name, as if they had been brought before: each once. */
  const bringImagesOf = async (text: string, form: FileForm): Promise<void> => {
    const { images } = registryStores(world.dependencies(world.memory));
    const read = rowReader(form);
    for (const row of rowTexts(text, form))
      for (const { imageId, sha256 } of namedImages((row && read(row).row?.record) ?? {})) {
        if (!imageId.startsWith('image-') || brought.has(imageId)) continue;
        brought.add(imageId);
        const image = { imageId, sha256, key: systemRandom(32), endsAt: Date.parse('2100-01-01') };
        // That somebody is to look after it is another test's.
        const [waits] = await images.putWrites(TENANT, image);
        if (waits !== undefined) await world.memory.transact([waits], toHex(systemRandom(16)));
      }
  };

  return {
    ...world,
    blobs,
    imports,
    importsOn,
    /** Sends a file whole, and does not begin. */
    send: async (
      plan: ImportPlan,
      text: string,
      { rowsOfPart = 1_000, seed = 1 }: { readonly rowsOfPart?: number; readonly seed?: number } = {},
    ): Promise<string> => {
      if (plan.kind !== 'parity') await bringImagesOf(text, plan.form);
      const through = importsOn(world.memory);
      const { importId, sealingKey } = await through.createImport(IMPORTER, plan, seedOf(seed));
      const parts = partsOf(text, plan.form, rowsOfPart);
      for (const [at, { text: rows, rows: count }] of parts.entries()) {
        const [part, isLast] = [at + 1, at + 1 === parts.length];
        const place = { of: 'import', tenant: TENANT, id: importId, part, isLast } as const;
        const sealed = sealPart(sealingKey, place, utf8(rows), systemRandom);
        const { upload } = await through.announcePart(IMPORTER, {
          importId,
          part,
          bytes: sealed.length,
          sha256: sha256Of(sealed),
          rows: count,
          isLast,
        });
        await blobs.putIfAbsent(upload.url, sealed);
      }
      return importId;
    },
    /** Works imports off to their end, or until it fails. */
    workOff: (through = imports) => through.work({ deadlineMilliseconds: world.clock.now() + 1_000_000_000 }),
  };
};

export type ImportWorld = ReturnType<typeof importWorld>;

/** All rejects of an import. */
export const rejectsOf = async ({ imports }: Pick<ImportWorld, 'imports'>, importId: string) => {
  const rejects = [];
  let after: number | undefined;
  do {
    const page = await imports.listRejects(IMPORTER, importId, after);
    rejects.push(...page.rejects);
    after = page.next;
  } while (after !== undefined);
  return rejects;
};
