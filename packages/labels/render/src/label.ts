import { maskName } from '@temkin/kernel';
import type { ErrorCorrection } from './qr-matrix.ts';

/** What a label is made of. Profile `strict`: there is no field for a street, a phone or an amount to collect. */
export interface Label {
  /** Text of the QR: `TK1:` and base45. */
  readonly token: string;
  /** Level M unless a rough handling asks for Q. */
  readonly errorCorrection?: ErrorCorrection;
  readonly waybillNumber: string;
  readonly maskedRecipient: {
    /** Masked again, so that a whole name passed by mistake is not printed. */
    readonly name?: string;
    /** Full names with their kind, as the administrative units have them. */
    readonly commune: string;
    readonly province: string;
  };
  /** Printed large; at most 24 characters. Without one the province stands in its place. */
  readonly sortCode?: string;
  /** Page on which anyone can check a caller, `https://…`. */
  readonly checkCallerUrl?: string;
}

/** Every word on a label that depends on the parcel: what a stranger can read. The same for each format. */
export interface PrintedText {
  readonly headline: string;
  /** Masked; empty where the label has no name. */
  readonly name: string;
  readonly commune: string;
  readonly province: string;
  readonly waybillNumber: string;
  /** Without `https://`; empty where there is no such page. */
  readonly checkCallerAt: string;
}

/** The words of a label: names masked, control characters gone, spaces folded, NFC. */
export const printedText = (label: Label): PrintedText => {
  const { waybillNumber, maskedRecipient, sortCode, checkCallerUrl = '' } = label;
  return {
    headline: printable(sortCode ?? maskedRecipient.province),
    name: maskName(maskedRecipient.name ?? ''),
    commune: printable(maskedRecipient.commune),
    province: printable(maskedRecipient.province),
    waybillNumber: printable(waybillNumber),
    checkCallerAt: printable(checkCallerUrl.replace(/^https:\/\//, '')),
  };
};

/** Without control, format and unpaired characters, which print as nothing and may hide or reverse what does. */
const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
