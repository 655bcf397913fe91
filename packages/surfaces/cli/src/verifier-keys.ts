import { parseVerifierKey, type VerifierKey } from '@temkin/tlog';
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { textsOption, UsageError, type Values } from './command.ts';

/** SHA-256 of the platform. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** The key of a text `name+id+base64`, or of a file that holds nothing else. Throws `UsageError` for anything else. */
export const readKey = async (given: string, option: string): Promise<VerifierKey> => {
  const key =
    (await parseVerifierKey(sha256, given)) ??
    (await parseVerifierKey(sha256, (await readFile(given, 'utf8').catch(() => '')).trim()));
  if (key === undefined)
    throw new UsageError(`--${option} is neither a key, name+id+base64, nor a file with one`);
  return key;
};

/** The keys of an option that may be given several times. */
export const readKeys = (values: Values, option: string): Promise<readonly VerifierKey[]> =>
  Promise.all(textsOption(values, option).map((given) => readKey(given, option)));
