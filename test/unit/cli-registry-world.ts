import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { afterEach, beforeEach } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import type { PlantedRow } from '../support/generated-rows.ts';
import { csv, ndjson } from '../support/import-files.ts';
import { importServer } from '../support/import-server.ts';

/** Files of a directory of each test's own, and a server that they are brought to by commands. Call it at the top level of a test file. */
export const cliRegistryWorld = () => {
  let directory = '';
  let stop: (() => Promise<void>) | undefined;
  const at = (name: string): string => join(directory, name);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'temkin-registry-'));
  });
  afterEach(async () => {
    await stop?.();
    stop = undefined;
    rmSync(directory, { recursive: true, force: true });
  });

  const serve = async (partBytes = 20_000) => {
    const server = await importServer({ partBytes });
    stop = server.stop;
    server.world.clock.set(REGISTRY_NOW);
    await server.world.openIndexes(undefined, 1_000);
    /** Runs a command; whenever it waits, imports are worked off for a while. */
    const command =
      (name: 'import' | 'parity') =>
      (file: string, ...options: readonly string[]) =>
        temkin(['registry', name, file, '--api', server.endpoint, '--json', ...options], {
          environment: { TEMKIN_TOKEN: 'importer' },
          wait: async () => {
            await server.world.imports.work({ deadlineMilliseconds: server.world.clock.now() + 100 });
          },
        });
    /** The same, and how far it said it was: each step with its total, and how much of it was done whenever it was looked at. */
    const watched = async (file: string) => {
      const steps: { readonly step: string; readonly total: number | undefined; readonly done: number[] }[] =
        [];
      // Of one part alone the numbers are looked up in a run; what comes after it waits for a store that is away.
      let lookUps = 0;
      const { memory } = server.world;
      const table: Table = {
        ...memory,
        transact: async (writes, token) => {
          const isLookUp = writes.some(
            ({ key }) => key.partition.startsWith('IMS#') && key.sort.startsWith('part#'),
          );
          lookUps += isLookUp ? 1 : 0;
          if (isLookUp && lookUps > 1) throw new StoreUnavailable('away');
          return memory.transact(writes, token);
        },
      };
      const { work } = server.world.importsOn(table);
      const done = await temkin(['registry', 'parity', file, '--api', server.endpoint, '--json'], {
        environment: { TEMKIN_TOKEN: 'importer' },
        wait: async () => {
          lookUps = 0;
          await work({ deadlineMilliseconds: server.world.clock.now() + 1_000 });
        },
        progress: {
          begin: (step, total) => void steps.push({ step, total, done: [0] }),
          advance: ({ items }) => {
            const counts = steps.at(-1)?.done;
            counts?.push((counts.at(-1) ?? 0) + items);
          },
          end: () => {},
        },
      });
      return { done, steps };
    };
    return { ...server, run: command('import'), compare: command('parity'), watched };
  };

  const write = (name: string, planted: readonly PlantedRow[]): string => {
    const rows = planted.map(({ row }) => row);
    if (!name.endsWith('.csv')) writeFileSync(at(name), ndjson(rows));
    else {
      const { columns, text } = csv(rows);
      writeFileSync(at(name), `\uFEFF${columns.join(',')}\r\n${text}`);
    }
    return at(name);
  };

  return { at, serve, write };
};
