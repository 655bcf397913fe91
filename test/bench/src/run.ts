/** `npm run bench`: measures the rows that were asked for, prints their table, and leaves the figures as JSON. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cryptoReady } from '@temkin/crypto';
import { CURRENT_PAYLOAD_VERSION } from '@temkin/parcel/domain';
import type { Comparison, Row } from './comparison.ts';
import { machineSentence } from './machine.ts';
import { parseOptions, USAGE, type Options } from './options.ts';
import { generateParcels, type ParcelBody } from './parcels/generate-parcels.ts';
import { coldStarts } from './rows/cold-start.ts';
import { cost } from './rows/cost.ts';
import { growth } from './rows/growth.ts';
import { issueBatch } from './rows/issue-batch.ts';
import { kmsCalls } from './rows/kms-calls.ts';
import { labelSpeed } from './rows/label-speed.ts';
import { logProof } from './rows/log-proof.ts';
import { logSpeed } from './rows/log-speed.ts';
import { opaqueSize } from './rows/opaque-size.ts';
import { peakDay } from './rows/peak-day.ts';
import { registrySearch } from './rows/registry-search.ts';
import { registrySweep } from './rows/registry-sweep.ts';
import { resolve } from './rows/resolve.ts';
import { sealOpenSpeed } from './rows/seal-open-speed.ts';
import { tokenSize } from './rows/token-size.ts';
import { toTable } from './table.ts';

const ROWS: ReadonlyMap<number, Row> = new Map([
  [1, tokenSize],
  [2, opaqueSize],
  [3, sealOpenSpeed],
  [4, kmsCalls],
  [5, resolve],
  [6, issueBatch],
  [7, labelSpeed],
  [8, coldStarts],
  [9, logSpeed],
  [10, logProof],
  [11, registrySearch],
  [12, registrySweep],
  [13, cost],
  [14, growth],
  [15, peakDay],
]);

const PARCELS = 1_000;
const SEED = 20_261_121;

const DEFAULT_JSON = fileURLToPath(
  new URL('../../../node_modules/.cache/temkin-bench/latest.json', import.meta.url),
);

const progress = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

const parcelsOf = ({ parcels }: Options): readonly ParcelBody[] =>
  parcels === undefined
    ? generateParcels(PARCELS, SEED, Date.now())
    : (JSON.parse(readFileSync(parcels, 'utf8')) as readonly ParcelBody[]);

const bench = async (options: Options): Promise<void> => {
  const began = new Date();
  const machine = machineSentence();
  const parcels = parcelsOf(options);
  const { quick, largest } = options;
  await cryptoReady;
  const comparisons: Comparison[] = [];
  for (const [number, row] of ROWS) {
    if (options.rows?.includes(number) ?? true)
      comparisons.push(
        ...(await row({ parcels, quick, progress, ...(largest !== undefined && { largest }) })),
      );
  }

  const source = options.parcels === undefined ? `made-up parcels of seed ${SEED}` : 'given parcels';
  process.stdout.write(
    `${began.toISOString()}${quick ? ', quick' : ''}, payload version ${CURRENT_PAYLOAD_VERSION}, ${parcels.length} ${source}, ${machine}\n\n${toTable(comparisons)}\n`,
  );
  const file = options.json ?? DEFAULT_JSON;
  mkdirSync(dirname(file), { recursive: true });
  const report = {
    parcels: `${parcels.length} ${source}`,
    at: began.toISOString(),
    quick,
    machine,
    payloadVersion: CURRENT_PAYLOAD_VERSION,
    comparisons,
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  progress(`figures: ${file}`);
};

/** The options; nothing where they could not be read, and whoever typed them has been told. */
const readOptions = (): Options | undefined => {
  try {
    return parseOptions(process.argv.slice(2), [...ROWS.keys()]);
  } catch (error) {
    progress(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
};

const options = readOptions();
if (options?.help === true) process.stdout.write(`${USAGE}\n`);
else if (options !== undefined) await bench(options);
