import type { ProblemCatalogue } from '@temkin/http';
import type { RegisterRefusalCode } from '../domain/index.ts';

/** What the registers of staff numbers and accounts, and badges, refuse. */
export const registerProblems = {
  'CALL.SIM_CHANGED': { status: 403, title: 'The SIM card of this number was changed lately.' },
  'CALL.SIM_NOT_VERIFIED': { status: 403, title: 'The operator does not find this number on the device.' },
  'CALL.NOT_IN_SHIFT': { status: 403, title: 'Your open shift does not have this parcel.' },
  'CALL.ACCOUNT_UNKNOWN': { status: 404, title: 'There is no such account.' },
  'CALL.SHIPPER_UNKNOWN': { status: 404, title: 'There is no active shipper of this id.' },
  'CALL.STAFF_NUMBER_UNKNOWN': { status: 404, title: 'There is no such staff number.' },
  'CALL.ACCOUNT_EXISTS': { status: 409, title: 'The account is registered already.' },
  'CALL.NO_ACCOUNT': { status: 409, title: 'The company has no account for cash on delivery.' },
  'CALL.NO_SHIFT': { status: 409, title: 'You have no open shift.' },
  'CALL.STAFF_NUMBER_TAKEN': { status: 409, title: 'The number is registered already.' },
  'CALL.ACCOUNT_INVALID': {
    status: 422,
    title: 'There is no such bank, or this is no number of an account.',
  },
  'CALL.SIM_NOT_CHECKED': { status: 503, title: 'The operator cannot tell whose number this is.' },
} as const satisfies ProblemCatalogue & Readonly<Record<RegisterRefusalCode, unknown>>;
