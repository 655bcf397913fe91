import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The version that the tests ran against; package.json installs it where npm has it for the platform. */
const VERSION = '1.2.1';

const resolveFromHere = (specifier: string): string => createRequire(import.meta.url).resolve(specifier);

/**
 * The path of the embedded store's binary for a platform and architecture as Node names them. Throws one sentence
 * that says what to install where there is none.
 */
export const storeBinary = (
  platform: string = process.platform,
  architecture: string = process.arch,
  resolve: (specifier: string) => string = resolveFromHere,
): string => {
  const name = `@dynoxide/${platform}-${architecture}`;
  try {
    const directory = dirname(resolve(`${name}/package.json`));
    return join(directory, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch (error) {
    throw new Error(
      `There is no embedded store for this machine: install one with "npm i --no-save ${name}@${VERSION}", ` +
        'or run DynamoDB Local (Docker image or jar) and set DYNAMODB_ENDPOINT to its address.',
      { cause: error },
    );
  }
};
