import { join } from 'node:path';
import { DEFAULTS, type Configuration } from './configuration.ts';
import { storePlace } from './keys/index.ts';

/** A word for the shell, quoted where it could be more than that. */
const word = (text: string): string =>
  /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What stands before a command in another terminal, which knows nothing of this one's environment. */
const variables = (origin: string, { issuerFile }: Configuration): string => {
  const { port } = new URL(origin);
  return [
    ...(port === String(DEFAULTS.port) ? [] : [`PORT=${port} `]),
    ...(issuerFile === DEFAULTS.issuerFile ? [] : [`TEMKIN_ISSUER_FILE=${word(issuerFile)} `]),
  ].join('');
};

/** What a start says: where everything is, and commands to try that work as they stand, in any terminal. */
export const banner = (
  { origin, seeded }: { readonly origin: string; readonly seeded: boolean },
  configuration: Configuration,
): string => {
  const { dataDirectory, labelsDirectory, logDirectory, storeEndpoint } = configuration;
  const token = `${variables(origin, configuration)}npm run -s token --`;
  const places = [
    [`${origin}/docs`, 'what the API can do'],
    [
      labelsDirectory,
      `${seeded ? '20 demo labels, out for delivery with An' : "the first start's labels"}; their tokens in tokens.tsv`,
    ],
    [
      storeEndpoint === undefined ? dataDirectory : storePlace(storeEndpoint).name,
      seeded ? 'the data' : 'the data, kept from the last start',
    ],
    [logDirectory, 'the audit log of it; docs/audit.md tells how to verify it'],
  ] as const;
  const width = Math.max(...places.map(([name]) => name.length));
  return `
Temkin is running at ${origin}

${places.map(([name, what]) => `  ${name.padEnd(width)}  ${what}`).join('\n')}

Try it in a second terminal: open a label as An, who holds the parcel, then as Binh, who does not (--as shipper-binh).

  TOKEN=$(head -n 1 ${word(join(labelsDirectory, 'tokens.tsv'))} | cut -f 2)
  curl -s ${origin}/v1/parcels/resolve -H 'content-type: application/json' \\
    -H "authorization: Bearer $(${token} --as shipper-an)" \\
    -d "{\\"token\\":\\"$TOKEN\\",\\"purpose\\":\\"delivery\\"}"

  npm run -s token -- --help lists everybody; npm run demo tells the whole story
  Ctrl-C stops; everything is kept for the next start.
`;
};
