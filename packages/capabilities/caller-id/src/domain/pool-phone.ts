import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** `+` and at most 15 digits (E.164 §6.2.1). */
const LONGEST = 16;

/** A Vietnamese number as E.164, read as such with or without its country code; undefined where it cannot be one. */
export const toPoolPhone = (text: string): string | undefined => {
  if (text.length > 32) return undefined;
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'VN', extract: false });
  if (parsed?.isPossible() !== true || parsed.ext !== undefined || parsed.countryCallingCode !== '84')
    return undefined;
  return parsed.number.length <= LONGEST ? parsed.number : undefined;
};
