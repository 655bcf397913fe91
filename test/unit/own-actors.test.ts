import { CALL_ACTORS } from '@temkin/caller-id';
import { caseParcels } from '@temkin/parcel';
import { REGISTRY_ACTORS } from '@temkin/subscriber';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memoryTable } from '../support/memory-table.ts';

const ROOT = 'packages/capabilities';

const isSource = (file: string): boolean => /^[a-z-]+\/src\/.*\.ts$/.test(file);

it('names every actor of the system itself to whoever asks whom a pseudonym means', () => {
  const ids = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^const [A-Z_]+ = '(@[a-z-]+)'/gm)].map(
        ([, id = '']) => id,
      ),
    );
  expect(ids).toContain('@registry-importer');
  const known = [...caseParcels({ table: memoryTable() }).ownActors, ...CALL_ACTORS, ...REGISTRY_ACTORS];
  expect(known.toSorted()).toEqual(ids.toSorted());
});
