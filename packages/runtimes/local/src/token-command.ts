import { parseArgs } from 'node:util';
import { DEFAULTS, readConfiguration, type Variables } from './configuration.ts';
import { PERSONAS } from './demo/personas.ts';
import { readInstallation, requestToken } from './issuer/index.ts';
import { isLoopbackUrl } from './issuer/loopback.ts';

const NAMES = PERSONAS.map(({ subject }) => subject).join('\n  ');

const USAGE = `Prints an access token of the running demo, and nothing else.

  npm run -s token -- --as <persona> [--expires-in <seconds>] [--scope "<scope> <scope>"] [--url <origin>]

  --as          whose token
  --expires-in  life in seconds, 600 at most; 0 for a token that is refused as expired
  --scope       fewer scopes than the persona may have
  --url         where the server listens (http://127.0.0.1:$PORT, or port ${DEFAULTS.port})

A server that was started with TEMKIN_ISSUER_FILE wants the same here (or ${DEFAULTS.issuerFile}).

Example
  curl -H "Authorization: Bearer $(npm run -s token -- --as auditor-khanh)" …

Personas
  ${NAMES}
`;

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      as: { type: 'string' },
      'expires-in': { type: 'string' },
      scope: { type: 'string' },
      url: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values;

const token = async (options: ReturnType<typeof parse>, environment: Variables): Promise<string> => {
  const persona = PERSONAS.find(({ subject }) => subject === options.as);
  if (persona === undefined) {
    const fault = options.as === undefined ? 'say --as whom' : `nobody is called ${options.as}`;
    throw new Error(`${fault}. There are:\n  ${NAMES}`);
  }
  const { scope, 'expires-in': expiresIn } = options;
  if (expiresIn !== undefined && !/^\d{1,6}$/.test(expiresIn))
    throw new Error('--expires-in takes a number of seconds');

  const { port, issuerFile } = readConfiguration(environment);
  const origin = options.url ?? `http://127.0.0.1:${port}`;
  // The demo's secrets are for this machine alone.
  if (!isLoopbackUrl(origin)) throw new Error('--url must be http:// on this machine');
  const installation = await readInstallation(issuerFile);
  if (installation === undefined)
    throw new Error(
      `there is no ${issuerFile}: run \`npm start\` first, or name the server's own file with TEMKIN_ISSUER_FILE`,
    );

  try {
    return await requestToken({
      origin,
      installation,
      persona,
      ...(scope !== undefined && { scope }),
      ...(expiresIn !== undefined && { expiresInSeconds: Number(expiresIn) }),
    });
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error(`nobody listens at ${origin}: run \`npm start\` first`, { cause: error });
    throw error;
  }
};

/** What a command leaves behind: its exit code and what goes to standard output and standard error. */
export interface CommandOutcome {
  readonly exitCode: 0 | 1;
  readonly output: string;
  readonly complaint: string;
}

/** `npm run token`: asks the running server's issuer for an access token. Throws nothing: what is wrong is its outcome. */
export const tokenCommand = async (
  args: readonly string[],
  environment: Variables,
): Promise<CommandOutcome> => {
  try {
    const options = parse(args);
    const output = options.help === true ? USAGE : `${await token(options, environment)}\n`;
    return { exitCode: 0, output, complaint: '' };
  } catch (error) {
    return {
      exitCode: 1,
      output: '',
      complaint: `${error instanceof Error ? error.message : String(error)}\n`,
    };
  }
};
