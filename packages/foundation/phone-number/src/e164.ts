import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** `+` and 15 digits (E.164 §6.2.1). A few numbering plans know longer numbers, which no other network need dial. */
const E164_LENGTH = 16;

/** A number as E.164 (ITU-T), read as Vietnamese where it has no country code; undefined where it cannot be one. */
export const toE164 = (text: string): string | undefined => {
  if (text.length > 32) return undefined;
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'VN', extract: false });
  if (parsed?.isPossible() !== true || parsed.ext !== undefined) return undefined;
  return parsed.number.length <= E164_LENGTH ? parsed.number : undefined;
};
