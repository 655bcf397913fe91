import { parseVerifierKey, type VerifierKey } from '@temkin/tlog';
import { hash } from 'node:crypto';
import { textsOption, UsageError, type Values } from './command.ts';
import { readGiven } from './whole-files.ts';

/** SHA-256 of the platform. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** The key of a text `name+id+base64`, or those of a file that has one in each line: a log that changes its key has two. */
const readEach = async (given: string, option: string): Promise<readonly VerifierKey[]> => {
  const key = await parseVerifierKey(sha256, given);
  if (key !== undefined) return [key];
  const lines = (await readGiven(given).catch(() => '')).split('\n').filter((line) => line.trim() !== '');
  const parsed = await Promise.all(lines.map((line) => parseVerifierKey(sha256, line.trim())));
  const keys = parsed.filter((one) => one !== undefined);
  if (keys.length === 0 || keys.length < parsed.length)
    throw new UsageError(`--${option} is neither a key, name+id+base64, nor a file with one in each line`);
  return keys;
};

/** The keys of an option that may be given several times. Throws `UsageError` where something else is given. */
export const readKeys = async (values: Values, option: string): Promise<readonly VerifierKey[]> =>
  (await Promise.all(textsOption(values, option).map((given) => readEach(given, option)))).flat();
