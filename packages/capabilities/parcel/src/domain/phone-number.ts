import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A number as E.164 (ITU-T), read as Vietnamese where it has no country code; undefined where it cannot be one. */
export const toE164 = (text: string): string | undefined => {
  if (text.length > 32) return undefined;
  const number = parsePhoneNumberFromString(text, { defaultCountry: 'VN', extract: false });
  return number?.isPossible() === true && number.ext === undefined ? number.number : undefined;
};
