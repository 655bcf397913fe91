import type { FieldName } from '../record/fields.ts';
import type { HolderKind } from '../record/subscriber-record.ts';
import type { ShownRecord } from '../reads/show-record.ts';

/** What is handed over of one person who was asked about. */
export interface HandedOverPerson {
  /** Which of those asked about, from 1, in the order of the request. */
  readonly asked: number;
  readonly personId: string;
  readonly kind: HolderKind;
  /** Whoever the record has beside a number, and one after the other the numbers. */
  readonly holder: ShownRecord['holder'];
  readonly guardian?: ShownRecord['guardian'];
  readonly representative?: ShownRecord['representative'];
  readonly numbers: readonly {
    readonly subscriptionId: string;
    readonly fields: ShownRecord['holder'];
    readonly user?: ShownRecord['user'];
  }[];
}

/** The document that is handed over. */
export interface HandoverDocument {
  readonly format: 'temkin-registry-release/1';
  readonly company: string;
  readonly requestId: string;
  readonly handoverId: string;
  /** RFC 3339. */
  readonly producedAt: string;
  /** 32 random bytes in hexadecimal: the digest of the document tells nothing to who tries what it may say. */
  readonly salt: string;
  readonly fields: readonly FieldName[];
  readonly people: readonly HandedOverPerson[];
  /** Which of those asked about the registry does not have, from 1. */
  readonly notFound: readonly number[];
}

/** The document as bytes: JSON with its members in this order, two spaces, and a line feed at its end. */
export const handoverText = (document: HandoverDocument): string =>
  `${JSON.stringify(document, undefined, 2)}\n`;
