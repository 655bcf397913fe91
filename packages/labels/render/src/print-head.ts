/** Dots an inch that label printers have. */
export type Dpi = 203 | 300;

/** All of them. */
export const DPI: readonly Dpi[] = [203, 300];

/** What can be printed sharply: everything that is scanned stands on whole dots. */
export interface PrintHead {
  readonly dpi: Dpi;
  readonly dotMm: number;
  /** Dots a module of the QR may have: from 0.34 to 0.76 mm. */
  readonly qrModuleDots: { readonly least: number; readonly most: number };
  /** Dots a module of the Code 128 may have, best first: from 0.17 to 0.25 mm. */
  readonly barModuleDots: readonly number[];
}

/** A head of 203 dpi has eight dots a millimetre. */
export const PRINT_HEADS: Readonly<Record<Dpi, PrintHead>> = {
  203: { dpi: 203, dotMm: 0.125, qrModuleDots: { least: 3, most: 6 }, barModuleDots: [2] },
  300: { dpi: 300, dotMm: 25.4 / 300, qrModuleDots: { least: 4, most: 9 }, barModuleDots: [3, 2] },
};
