import { keyedHash, type KeyRing } from '@temkin/crypto';
import { toBase64Url } from '@temkin/kernel';

/** As long as a pseudonym. */
const ASKED_BYTES = 16;

/**
 * What somebody sent as a pseudonym, as an event may name it: a keyed hash, since a client may send anything of that form.
 * The same text hashes alike for a month.
 */
export const askedName = async (
  keyRing: Pick<KeyRing, 'current'>,
  tenant: string,
  text: string,
): Promise<string> => {
  const { key } = await keyRing.current(tenant, 'pseudonym');
  return toBase64Url(keyedHash(key, ASKED_BYTES, 'asked', text));
};
