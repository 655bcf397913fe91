import type { FindingVerdict, WithdrawalVerdict } from './lifecycle/findings.ts';
import type { MoveVerdict } from './lifecycle/decide-move.ts';

/** What is refused of a verification, and of a code for one. */
export type VerificationRefusalCode =
  | 'SUBSCRIPTION.CODE_INVALID'
  | 'SUBSCRIPTION.CODE_NOT_SENT'
  | 'SUBSCRIPTION.FACE_UNKNOWN'
  | 'SUBSCRIPTION.IDENTITY_MISMATCH'
  | 'SUBSCRIPTION.NO_EARLIER_NUMBER'
  | 'SUBSCRIPTION.VERIFICATION_INCOMPLETE'
  | 'SUBSCRIPTION.VERIFICATION_NOT_OPEN';

/** What is refused of imports and exports. */
export type BulkRefusalCode =
  | 'EXPORT.NOT_YOURS'
  | 'EXPORT.PART_UNKNOWN'
  | 'EXPORT.RECIPIENT_KEY_UNFIT'
  | 'EXPORT.STATE_NOT_ALLOWED'
  | 'EXPORT.UNKNOWN'
  | 'IMPORT.COLUMNS_UNKNOWN'
  | 'IMPORT.NOT_YOURS'
  | 'IMPORT.PARTS_MISSING'
  | 'IMPORT.PART_TOO_LARGE'
  | 'IMPORT.STATE_NOT_ALLOWED'
  | 'IMPORT.UNKNOWN';

/** What the subscriber registry refuses, beyond the general codes. */
export type SubscriberRefusalCode =
  | BulkRefusalCode
  | Extract<MoveVerdict, { readonly allowed: false }>['code']
  | VerificationRefusalCode
  | Extract<FindingVerdict | WithdrawalVerdict, { readonly allowed: false }>['code']
  | 'FINDING.UNKNOWN'
  | 'SUBSCRIBER.BASIS_REQUIRED'
  | 'SUBSCRIBER.CASE_UNKNOWN'
  | 'SUBSCRIBER.CHANGED'
  | 'SUBSCRIBER.FIELD_NOT_ALLOWED'
  | 'SUBSCRIBER.HOLDER_DISAGREES'
  | 'SUBSCRIBER.IMAGE_LOST'
  | 'SUBSCRIBER.IMAGE_NOT_TAKEN'
  | 'SUBSCRIBER.IMAGE_UNKNOWN'
  | 'SUBSCRIBER.INDEX_BUSY'
  | 'SUBSCRIBER.INDEX_GENERATION'
  | 'SUBSCRIBER.INDEX_NOT_READY'
  | 'SUBSCRIBER.NOT_RELEASED'
  | 'SUBSCRIBER.NOTHING_ASKED'
  | 'SUBSCRIBER.NUMBER_TAKEN'
  | 'SUBSCRIBER.PURPOSE_CLOSED'
  | 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'
  | 'SUBSCRIBER.QUOTA_EXCEEDED'
  | 'SUBSCRIBER.RECORD_REFUSED'
  | 'SUBSCRIBER.SEARCH_INCOMPLETE'
  | 'SUBSCRIBER.SEARCH_TOO_WIDE'
  | 'SUBSCRIBER.SWEEP_RUNNING'
  | 'SUBSCRIBER.RECONCILIATION_UNKNOWN'
  | 'SUBSCRIBER.SWEEP_UNKNOWN'
  | 'SUBSCRIBER.UNKNOWN'
  | 'SUBSCRIPTION.SAME_HOLDER'
  | 'SUBSCRIPTION.UNKNOWN';
