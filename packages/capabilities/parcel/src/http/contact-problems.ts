import type { ProblemKind } from '@temkin/http';
import type { ParcelRefusalCode } from '../domain/index.ts';

/** How those are answered that a declared call meets too: apart, since its function knows no others. */
export const contactProblems = {
  'PARCEL.TOKEN_MALFORMED': { status: 400, title: 'This is not a label token.', recorded: true },
  'PARCEL.TOKEN_FORGED': { status: 400, title: 'This label was altered or made up.', recorded: true },
  'PARCEL.UNKNOWN': { status: 404, title: 'There is no such parcel.' },
  'PARCEL.NOT_IN_CUSTODY': { status: 403, title: 'The parcel is not in your custody.' },
  'PARCEL.SHIFT_CLOSED': { status: 403, title: 'The shift is not open.' },
  'PARCEL.STATE_NOT_ALLOWED': {
    status: 403,
    title: 'The parcel is not in a state in which this is done.',
  },
  'PARCEL.LABEL_ONLY': {
    status: 403,
    title:
      'Of this parcel nothing is kept besides its label: only the label itself can be opened, or replaced.',
  },
  'PARCEL.REVOKED': { status: 410, title: 'This label is no longer valid.' },
  'PARCEL.SHREDDED': { status: 410, title: 'What opens this parcel is destroyed.' },
  'PARCEL.QUOTA_EXCEEDED': {
    status: 429,
    title: 'Too many parcels: outside your custody today, or without a label this hour.',
    recorded: true,
  },
} satisfies Readonly<Partial<Record<ParcelRefusalCode, ProblemKind>>>;
