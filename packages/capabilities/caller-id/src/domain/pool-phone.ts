import { toE164 } from '@temkin/phone-number';

/** A Vietnamese number as E.164, read as such with or without its country code; undefined where it cannot be one. */
export const toPoolPhone = (text: string): string | undefined => {
  const number = toE164(text);
  return number?.startsWith('+84') === true ? number : undefined;
};
