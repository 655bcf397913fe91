import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fieldOfStored,
  holderKeyOf,
  isImageField,
  storedHolder,
  storedSubscription,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { isInHashOrInstant, needlesOfText, searchFor } from '../support/canaries.ts';
import { temkin } from '../support/command-line.ts';
import { plantedRows, type PlantedRow } from '../support/generated-rows.ts';
import { ndjson } from '../support/import-files.ts';
import { readLog } from '../support/log-directory.ts';
import { serverHouse, type ServerProcess } from '../support/server-process.ts';
import { allBytesOf, readCopy } from '../support/stored-items.ts';

/** Rows of each mode; TEMKIN_IMPORT_ROWS says otherwise. */
const ROWS = Number(process.env['TEMKIN_IMPORT_ROWS'] ?? 1_000);

/** Milliseconds until a run is taken to stand still. */
const LIMIT = 600_000 + 60 * ROWS;

const house = await serverHouse();
const home = house.home('operator');

/** Forty in a hundred have a defect in the legacy file; the other file is as the law wants it. */
const FILES = {
  legacy: [...plantedRows(ROWS, 51, 40)],
  strict: [...plantedRows(ROWS, 52, 0, 500_000)],
} as const;

const isRejected = ({ planted }: PlantedRow): boolean => planted?.grade === 'rejected';

/** Imports a file by the command line. Answers what it said last. */
const importFile = async (server: ServerProcess, mode: keyof typeof FILES, wait: () => Promise<void>) => {
  const file = join(house.directory, `${mode}.ndjson`);
  return temkin(['registry', 'import', file, '--api', await server.origin, '--mode', mode, '--json'], {
    environment: { TEMKIN_TOKEN: await server.tokenFor('operator-mobile') },
    wait,
  });
};

/** Of whose texts all encodings are searched for; of the others the texts as they are. */
const EVERY = Math.ceil(ROWS / 25);

/** What of a row is nobody's business. A few letters may stand anywhere by chance. */
const textsOf = ({ row: { record } }: PlantedRow): readonly string[] => {
  const { name, identity, address } = record.holder;
  const number = record.subscription.msisdn ?? '';
  return [name, identity?.number, address?.printed, number, number.slice(1), `0${number.slice(3)}`]
    .flatMap((text) => text ?? [])
    .filter((text) => text.length > 8);
};

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 100));

/** How far the import of the legacy file is. */
const rowsDone = async (server: ServerProcess): Promise<number> => {
  const state = await readFile(join(house.directory, 'legacy.ndjson.import.json'), 'utf8');
  const { importId } = JSON.parse(state) as { readonly importId: string };
  const answer = await fetch(`${await server.origin}/v1/registry/imports/${importId}`, {
    headers: { authorization: `Bearer ${await server.tokenFor('operator-mobile')}` },
  });
  return ((await answer.json()) as { readonly rowsDone: number }).rowsDone;
};

/** Fields of images that are kept of rows, none of which was brought: of a holder who is known already, those of the number alone. */
const unbroughtFields = (planted: readonly PlantedRow[]): number => {
  const known = new Set<string>();
  let fields = 0;
  for (const { row } of planted.filter((one) => !isRejected(one))) {
    const { holder, subscription } = row.record;
    const holderKey = holderKeyOf(holder);
    const isKnown = holderKey !== undefined && known.has(holderKey);
    if (holderKey !== undefined) known.add(holderKey);
    const kept = { ...(!isKnown && storedHolder(holder).texts), ...storedSubscription(subscription).texts };
    fields += Object.keys(kept).filter((name) => isImageField(fieldOfStored(name))).length;
  }
  return fields;
};

const expectCame = (output: string, planted: readonly PlantedRow[]): void => {
  const codes: Record<string, number> = { 'image-not-brought': unbroughtFields(planted) };
  for (const { planted: what } of planted)
    if (what !== undefined) codes[what.code] = (codes[what.code] ?? 0) + 1;
  const rejected = planted.filter(isRejected).length;
  const said = JSON.parse(output) as { readonly codes: readonly { code: string; count: number }[] };
  expect(said).toMatchObject({
    state: 'done',
    rows: planted.length,
    rowsDone: planted.length,
    accepted: planted.length - rejected,
    rejected,
  });
  expect(Object.fromEntries(said.codes.map(({ code, count }) => [code, count]))).toEqual(codes);
};

describe('files of records, imported into a server', () => {
  it(
    'come in with every row once, defects graded and rejects explained, though the server is killed half-way; and nothing of them is readable',
    async () => {
      for (const [mode, planted] of Object.entries(FILES))
        await writeFile(join(house.directory, `${mode}.ndjson`), ndjson(planted.map(({ row }) => row)));
      let server = house.start(home);
      let doneBefore = 0;
      const killed = await importFile(server, 'legacy', async () => {
        if (doneBefore > 0) return;
        await pause();
        doneBefore = await rowsDone(server);
        if (doneBefore > 0) await server.kill9();
      });
      expect(killed.exitCode).toBe(1);
      expect(doneBefore).toBeLessThan(ROWS);
      const before = server;
      server = house.start(home, Number(new URL(await before.origin).port));
      const came = await importFile(server, 'legacy', pause);
      expectCame(came.output, FILES.legacy);
      const rejects = await readFile(join(house.directory, 'legacy.ndjson.rejects.csv'), 'utf8');
      expect(rejects.trimEnd().split('\n').slice(1)).toEqual(
        FILES.legacy.flatMap((one, row) =>
          isRejected(one) ? [`${row + 1},${one.planted?.code ?? ''},"/subscription/msisdn"`] : [],
        ),
      );
      expectCame((await importFile(server, 'strict', pause)).output, FILES.strict);
      await server.kill9();

      const all = Object.values(FILES).flat().map(textsOf);
      const search = searchFor(
        [
          ...all.flat().map((text) => ({ bytes: Buffer.from(text, 'utf8'), says: text })),
          ...all
            .filter((_, at) => at % EVERY === 0)
            .flat()
            .flatMap((text) => [
              ...needlesOfText(text),
              ...needlesOfText(text.split('').toReversed().join('')),
            ]),
        ],
        isInHashOrInstant,
      );
      const [texts = []] = all;
      for (const text of texts) expect(search(Buffer.from(`{"N":"${text}"}`))).toContain(text);
      for (const name of await readdir(home.data))
        expect(search(await readFile(join(home.data, name)).catch(() => Buffer.alloc(0))), name).toEqual([]);
      for (const [name, bytes] of readLog(home.log)) expect(search(bytes), name).toEqual([]);
      for (const one of [before, server]) expect(search(Buffer.from(one.output()))).toEqual([]);
      const items = await readCopy(home.data, join(house.directory, 'dump'), (_, found) => found);
      expect(items.length).toBeGreaterThan(ROWS);
      expect(items.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0))).toEqual(
        [],
      );
    },
    LIMIT,
  );
});
