import type { Bitmap } from './bitmap.ts';
import type { Code128 } from './code-128.ts';
import type { ErrorCorrection } from './qr-matrix.ts';

/** Where the top left corner of something is, in millimetres from that of the label. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A line of text: its left end is at x, its baseline at y. */
export interface TextMark extends Place {
  readonly kind: 'text';
  readonly content: string;
  readonly sizeMm: number;
  readonly bold: boolean;
}

/** A black rectangle. */
export interface BoxMark extends Place {
  readonly kind: 'box';
  readonly widthMm: number;
  readonly heightMm: number;
}

/** A QR symbol without its quiet zone. */
export interface QrMark extends Place {
  readonly kind: 'qr';
  readonly token: string;
  readonly errorCorrection: ErrorCorrection;
  readonly moduleMm: number;
}

/** A Code 128 symbol without its quiet zones. */
export interface BarsMark extends Place {
  readonly kind: 'bars';
  readonly symbol: Code128;
  readonly moduleMm: number;
  readonly heightMm: number;
}

/** A picture of dots, drawn as wide and high as is said. */
export interface LogoMark extends Place {
  readonly kind: 'logo';
  readonly bitmap: Bitmap;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** One thing on a label. */
export type Mark = TextMark | BoxMark | QrMark | BarsMark | LogoMark;

/** Everything on a label and where it is: what each format draws, and all that it draws. */
export interface Layout {
  /** The waybill number, as printed. */
  readonly title: string;
  readonly marks: readonly Mark[];
}

/** A label, a common roll: 100 × 75 mm. */
export const LABEL_MM = { width: 100, height: 75 } as const;
