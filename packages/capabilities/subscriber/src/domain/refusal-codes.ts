import type { FindingVerdict } from './lifecycle/findings.ts';
import type { MoveVerdict } from './lifecycle/decide-move.ts';

/** What the subscriber registry refuses, beyond the general codes. */
export type SubscriberRefusalCode =
  | 'IMPORT.COLUMNS_UNKNOWN'
  | 'IMPORT.NOT_YOURS'
  | 'IMPORT.PARTS_MISSING'
  | 'IMPORT.PART_TOO_LARGE'
  | 'IMPORT.STATE_NOT_ALLOWED'
  | 'IMPORT.UNKNOWN'
  | Extract<MoveVerdict, { readonly allowed: false }>['code']
  | Extract<FindingVerdict, { readonly allowed: false }>['code']
  | 'FINDING.UNKNOWN'
  | 'SUBSCRIBER.BASIS_REQUIRED'
  | 'SUBSCRIBER.CHANGED'
  | 'SUBSCRIBER.FIELD_NOT_ALLOWED'
  | 'SUBSCRIBER.INDEX_BUSY'
  | 'SUBSCRIBER.INDEX_NOT_READY'
  | 'SUBSCRIBER.NOT_RELEASED'
  | 'SUBSCRIBER.NOTHING_ASKED'
  | 'SUBSCRIBER.NUMBER_TAKEN'
  | 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'
  | 'SUBSCRIBER.SEARCH_INCOMPLETE'
  | 'SUBSCRIBER.SEARCH_TOO_WIDE'
  | 'SUBSCRIBER.SWEEP_RUNNING'
  | 'SUBSCRIBER.SWEEP_UNKNOWN'
  | 'SUBSCRIBER.UNKNOWN'
  | 'SUBSCRIPTION.FACE_UNKNOWN'
  | 'SUBSCRIPTION.IDENTITY_MISMATCH'
  | 'SUBSCRIPTION.UNKNOWN'
  | 'SUBSCRIPTION.VERIFICATION_INCOMPLETE'
  | 'SUBSCRIPTION.VERIFICATION_NOT_OPEN';
