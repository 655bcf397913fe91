import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Options {
  /** Numbers of rows; all where absent. */
  readonly rows?: readonly number[];
  readonly quick: boolean;
  /** Where the JSON goes. */
  readonly json?: string;
  /** A JSON array of bodies of `POST /v1/parcels`, instead of the bench's own parcels. */
  readonly parcels?: string;
  /** Parcels of one more, larger store in row 14, and people of one more, larger registry. */
  readonly largest?: number;
  readonly help: boolean;
}

export const USAGE = `npm run bench [-- options]

  --rows 1,3      only these rows of the table
  --quick         less of everything: for a look, not for a record
  --json FILE     where the figures go; node_modules/.cache/temkin-bench/latest.json unless told otherwise
  --parcels FILE  a JSON array of bodies of POST /v1/parcels, instead of made-up parcels
  --largest N     row 14 at N parcels, entries and people too: 1000000 takes an hour or more, and 10 GB of memory
  --help          this text

The table goes to standard output, progress to standard error. docs/benchmarks.md says what each row measures.`;

/** Reads the command line. Throws where it says something else, with a sentence for whoever typed it. */
export const parseOptions = (args: readonly string[], known: readonly number[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      parcels: { type: 'string' },
      largest: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { rows, json, parcels, quick, help } = values;
  const largest = values.largest === undefined ? undefined : Number(values.largest);
  if (largest !== undefined && !(Number.isSafeInteger(largest) && largest > 100_000))
    throw new Error('--largest takes a number of parcels above 100000, at which row 14 is measured anyway');
  const numbers = rows?.split(',').map(Number);
  const unknown = numbers?.find((number) => !known.includes(number));
  if (unknown !== undefined) throw new Error(`--rows takes numbers among ${known.join(', ')}`);
  return {
    quick,
    help,
    ...(numbers !== undefined && { rows: numbers }),
    ...(json !== undefined && { json }),
    ...(parcels !== undefined && { parcels }),
    ...(largest !== undefined && { largest }),
  };
};
