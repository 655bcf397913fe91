import { maskName } from '@temkin/kernel';
import type { Bitmap } from './bitmap.ts';
import type { ErrorCorrection } from './qr-matrix.ts';
import { visibleStreet } from './visible-street.ts';
import { withoutPhoneNumbers } from './without-phone-numbers.ts';

/**
 * How much of the address a stranger may read. `strict`: commune and province. `street`: also the street or hamlet,
 * without any number. `clear`: the address as it was given. The name is masked and no phone number is printed in any.
 */
export type LabelProfile = 'strict' | 'street' | 'clear';

/** All of them. */
export const LABEL_PROFILES: readonly LabelProfile[] = ['strict', 'street', 'clear'];

/** What a label is made of. There is no field for a phone number. */
export interface Label {
  /** Text of the QR: `TK1:` and base45. */
  readonly token: string;
  /** Level M unless a rough handling asks for Q. */
  readonly errorCorrection?: ErrorCorrection;
  /** Also as Code 128, where it is of printable ASCII and short enough (18 characters always are). */
  readonly waybillNumber: string;
  readonly maskedRecipient: {
    /** Masked again, so that a whole name passed by mistake is not printed. */
    readonly name?: string;
    /** House number, street, hamlet; of it is printed what the profile lets through. */
    readonly street?: string;
    /** Full names with their kind, as the administrative units have them. */
    readonly commune: string;
    readonly province: string;
  };
  /** Printed large; at most 24 characters. Without one the province stands in its place. */
  readonly sortCode?: string;
  /** `strict` where absent. */
  readonly profile?: LabelProfile;
  /** Cash on delivery in whole dong; only passed where the tenant's policy has it printed. */
  readonly printedCodVnd?: number;
  /** Page on which anyone can check a caller, `https://…`. */
  readonly checkCallerUrl?: string;
  /** Stands in the upper right corner, in a box of 22 × 13 mm. */
  readonly logo?: Bitmap;
}

/** Every word on a label that depends on the parcel: what a stranger can read. The same for each format. */
export interface PrintedText {
  readonly headline: string;
  /** Masked; empty where the label has no name. */
  readonly name: string;
  /** Empty where the profile hides it, or nothing of it may show. */
  readonly street: string;
  readonly commune: string;
  readonly province: string;
  readonly waybillNumber: string;
  /** `1.250.000 ₫`; empty where it is not printed. */
  readonly cod: string;
  /** Without `https://`; empty where there is no such page. */
  readonly checkCallerAt: string;
}

/** The words of a label: names masked, phone numbers left out, control characters gone, spaces folded, NFC. */
export const printedText = (label: Label): PrintedText => {
  const { waybillNumber, maskedRecipient, sortCode = '', checkCallerUrl = '', printedCodVnd } = label;
  const province = cleared(maskedRecipient.province);
  const headline = cleared(sortCode);
  return {
    headline: headline === '' ? province : headline,
    name: maskName(maskedRecipient.name ?? ''),
    street: streetOf(label),
    commune: cleared(maskedRecipient.commune),
    province,
    waybillNumber: printable(waybillNumber),
    cod: printedCodVnd === undefined ? '' : dong(printedCodVnd),
    checkCallerAt: printable(checkCallerUrl.replace(/^https:\/\//, '')),
  };
};

const streetOf = ({ profile = 'strict', maskedRecipient: { street = '', name = '' } }: Label): string => {
  if (profile === 'strict') return '';
  return profile === 'clear' ? cleared(street) : visibleStreet(cleared(street), printable(name));
};

const cleared = (text: string): string => withoutPhoneNumbers(printable(text));

/** An amount as Vietnam writes it. */
const dong = (amount: number): string => `${String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, '.')} ₫`;

/** Without control, format and unpaired characters, which print as nothing and may hide or reverse what does. */
const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
