import { open, seal, type KeyRing } from '@temkin/crypto';
import { type RandomBytes } from '@temkin/kernel';
import { padText, unpadText } from '../../domain/index.ts';
import type { SealedText } from '../../store/data-requests.ts';

/** The tenant keys that texts of the registers are sealed under: those of the registry's own root. */
const PURPOSE = 'registry';

/** Where a text belongs: shown as that of another request, it does not open. */
export interface TextPlace {
  readonly tenant: string;
  readonly of: 'extension' | 'authority-request' | 'minutes' | 'export';
  readonly id: string;
}

const bindingOf = ({ tenant, of, id }: TextPlace): string =>
  JSON.stringify(['temkin/subscriber-rights', tenant, of, id]);

/** Seals a text for those who keep the register. */
export const sealText = async (
  { keyRing, random }: { readonly keyRing: Pick<KeyRing, 'current'>; readonly random: RandomBytes },
  place: TextPlace,
  text: string,
): Promise<SealedText> => {
  const { id, key } = await keyRing.current(place.tenant, PURPOSE);
  return { keyId: id, sealed: seal(key, padText(text), bindingOf(place), random) };
};

/** Opens it. Throws where anything does not fit: nobody but us writes registers. */
export const openText = async (
  keyRing: Pick<KeyRing, 'byId'>,
  place: TextPlace,
  { keyId, sealed }: SealedText,
): Promise<string> => {
  const found = await keyRing.byId(place.tenant, PURPOSE, keyId);
  const padded = found && open(found.key, sealed, bindingOf(place));
  const text = padded && unpadText(padded);
  if (text === undefined) throw new Error('a text of a register does not open');
  return text;
};
