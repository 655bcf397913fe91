import type { ProblemKind } from '@temkin/http';
import type { ParcelRefusalCode } from '../domain/index.ts';
import { contactProblems } from './contact-problems.ts';

/** How each refusal of this capability is answered. */
export const parcelProblems: Readonly<Record<ParcelRefusalCode, ProblemKind>> = {
  ...contactProblems,
  'PARCEL.CASE_UNKNOWN': {
    status: 403,
    title: 'No open case or release of somebody else names this parcel for this purpose.',
  },
  'PARCEL.AMENDMENT_NOT_ALLOWED': { status: 403, title: 'Your role cannot amend this.' },
  'PARCEL.CODE_INVALID': {
    status: 403,
    title: 'The code is wrong, used up or out of time. Ask for a new one.',
  },
  'PARCEL.OTHER_DEPOT': { status: 403, title: 'The parcel is not of your depot; a dispatcher may claim it.' },
  'PARCEL.EVENT_NOT_ALLOWED': { status: 403, title: 'Your role cannot report this event.' },
  'PARCEL.PURPOSE_NOT_ALLOWED': { status: 403, title: 'Your role cannot read for this purpose.' },
  'PARCEL.SCAN_REQUIRED': {
    status: 403,
    title: 'Scan the label: only the present holder may name the parcel.',
  },
  'PARCEL.FACILITY_UNKNOWN': { status: 404, title: 'There is no such facility, or it is not yours.' },
  'PARCEL.SHIFT_UNKNOWN': { status: 404, title: 'There is no such shift at your facility.' },
  'PARCEL.CASE_NOT_FOUND': { status: 404, title: 'There is no such case.' },
  'PARCEL.RELEASE_NOT_FOUND': { status: 404, title: 'There is no such release.' },
  'PARCEL.REQUEST_UNKNOWN': { status: 404, title: 'There is no such request.' },
  'PARCEL.AMENDMENTS_SPENT': {
    status: 409,
    title: 'The parcel was amended as often as can be; only a new label can say more.',
  },
  'PARCEL.CHANGED': { status: 409, title: 'The parcel changed while the request ran. Try again.' },
  'PARCEL.CLAIM_NEEDLESS': { status: 409, title: 'The shift has this parcel already.' },
  'PARCEL.CLOSED': { status: 409, title: 'The parcel is delivered, returned or otherwise closed.' },
  'PARCEL.GATE_FULL': { status: 409, title: 'No more settings of the gate can be kept.' },
  'PARCEL.SHIFT_OPEN': { status: 409, title: 'The shipper has an open shift already.' },
  'PARCEL.SOURCE_EVENT_EXISTS': { status: 409, title: 'Another scan of this parcel has this sourceEventId.' },
  'PARCEL.LOAD_ALREADY_DONE': {
    status: 409,
    title: 'This request was answered with a bundle, which cannot be made again.',
  },
  'PARCEL.WAYBILL_EXISTS': { status: 409, title: 'Another parcel has this waybill number.' },
  'PARCEL.ADDRESS_INVALID': { status: 422, title: 'The commune or ward is not in force.' },
  'PARCEL.DATE_INVALID': { status: 422, title: 'The days are not such as this takes.' },
  'PARCEL.DEVICE_INVALID': {
    status: 422,
    title: 'A bundle is sealed to an active device: the one that signed the request, or the one it names.',
  },
  'PARCEL.HOLDER_INVALID': { status: 422, title: 'The parcel cannot be handed to that holder.' },
  'PARCEL.KIND_NOT_ALLOWED': {
    status: 422,
    title: 'An opaque label carries no data, and your company keeps none besides the label.',
  },
  'PARCEL.LABEL_MISMATCH': { status: 422, title: 'The label would say something else than the record.' },
  'PARCEL.REISSUE_MISMATCH': {
    status: 422,
    title: 'A parcel keeps its waybill number and its service, whatever its label says.',
  },
  'PARCEL.SHIPPER_NOT_ROSTERED': { status: 422, title: 'No such shipper is on the roster of your facility.' },
  'PARCEL.TIME_INVALID': {
    status: 422,
    title: 'The event lies in the future, or too far in the past.',
  },
  'PARCEL.TOO_LARGE': { status: 422, title: 'The label would be too large to print.' },
  'PARCEL.CLAIMS_SPENT': {
    status: 429,
    title: 'Too many parcels were claimed for this shift; a dispatcher may claim more.',
    recorded: true,
  },
  'PARCEL.OTHER_SIDE_READ': {
    status: 403,
    title: 'You have read who is at the other end of this parcel: another shipper must take it.',
  },
  'PARCEL.OUTCOME_UNKNOWN': {
    status: 503,
    title: 'Whether the parcel was issued is unknown. Send the same request with the same Idempotency-Key.',
  },
};
