export {
  AMENDABLE_FIELDS,
  AMENDING_ROLES,
  AMENDMENT_POLICY,
  amendedFields,
  changedFields,
  type AmendableField,
  type AmendedDelivery,
  type AmendedFields,
  type AmendmentChanges,
  type AmendmentRule,
} from './amendments.ts';
export {
  CASE_KINDS,
  CASE_REASONS,
  doesCaseAllow,
  type Case,
  type CaseKind,
  type CaseReason,
} from './cases.ts';
export {
  ATTEMPT_REASONS,
  openHandOver,
  PROOFS,
  RECEIVERS,
  sealHandOver,
  type AttemptReason,
  type HandOver,
} from './custody-detail.ts';
export { CUSTODY_EVENTS, CUSTODY_RULES, type CustodyEventName, type CustodyRule } from './custody-events.ts';
export { CUSTODY_FLAGS, type CustodyFlag } from './custody-flags.ts';
export {
  gatedRule,
  gateModeAt,
  GATED_ROLES,
  GATE_LIMIT,
  GATE_MODES,
  isGated,
  type GatedRole,
  type GateMode,
  type GateSetting,
} from './custody-gate.ts';
export type { CustodyRecord } from './custody-record.ts';
export { decideAmendment, type AmendmentQuestion, type AmendmentVerdict } from './decide-amendment.ts';
export { decideClaim, type ClaimingRole, type ClaimQuestion, type ClaimVerdict } from './decide-claim.ts';
export { refusedAssignment, refusedChange, type CollectionQuestion } from './decide-collection.ts';
export { decideCustody, type CustodyQuestion, type CustodyVerdict } from './decide-custody.ts';
export {
  decideCall,
  decideDisclosure,
  type DisclosureQuestion,
  type DisclosureVerdict,
} from './decide-disclosure.ts';
export {
  CALL_RULE,
  DISCLOSURE_POLICY,
  PURPOSES,
  rolesReadingFrom,
  sourcesOf,
  type DisclosureRule,
  type Purpose,
  type Shown,
  type Source,
} from './disclosure-policy.ts';
export { decideLoad, LOAD_EVENT, type LoadQuestion, type LoadVerdict } from './decide-load.ts';
export { escrowAmendmentOwner, escrowBinding } from './escrow-binding.ts';
export {
  FIELD_GROUPS,
  GROUP_NAMES,
  type DeliveryFields,
  type GroupName,
  type ParcelFields,
} from './field-groups.ts';
export * from './bundle/index.ts';
export {
  DOCUMENT_FORMATS,
  PICTURE_FORMATS,
  PRINTER_DPI,
  type DocumentFormat,
  type PictureFormat,
  type PrinterDpi,
} from './label-formats.ts';
export * from './label/index.ts';
export { labelUse, supersededUntil, type LabelStatus, type LabelUse } from './label-use.ts';
export {
  AMENDMENTS_LIMIT,
  BATCH_LIMIT,
  CUSTODY_EVENTS_LIMIT,
  LABELS_LIMIT,
  LOAD_LIMIT,
  SORT_CODE,
  TEXT_LIMITS,
  WAYBILL_NUMBER,
} from './limits.ts';
export { maskedDelivery } from './masked-delivery.ts';
export { OPEN_REASONS, type OpenReason } from './open-reasons.ts';
export {
  clocksAfter,
  clocksAtIssue,
  closedLabelDiesAt,
  endAt,
  labelDiesAt,
  type ParcelClocks,
  type ParcelEnd,
} from './parcel-clocks.ts';
export type {
  ExpectedParcel,
  Holder,
  IndexedPhone,
  IndexedPhones,
  Offer,
  Parcel,
  Read,
  Service,
  ShreddedParcel,
  SupersededLabel,
} from './parcel.ts';
export {
  inOccurrence,
  occurrenceOf,
  placeAfter,
  placeBy,
  type Move,
  type Ordered,
  type Place,
} from './place.ts';
export { newlyRead, showsOtherSide, withReader, type Side, type SideReaders } from './side-readers.ts';
export {
  acceptanceMonths,
  bundleTerms,
  claimingMonths,
  claimLimits,
  closedLabelDays,
  foreignReadQuota,
  labelKeyMonths,
  lateReportMinutes,
  lateScanDays,
  openingsPerHour,
  releaseDays,
  retentionFromAcceptanceMonths,
  retentionMonths,
  supersededLabelHours,
  waybillUniquenessMonths,
  type OpeningPurpose,
} from './policies.ts';
export type { ParcelRefusalCode } from './refusal-codes.ts';
export {
  doesReleaseAllow,
  RELEASABLE_GROUPS,
  RELEASE_GROUNDS,
  RELEASE_VERIFICATIONS,
  type AuthorityRequest,
  type Release,
  type ReleaseGround,
  type ReleaseVerification,
} from './releases.ts';
export { REVOKE_REASONS, type RevokeReason } from './revoke-reasons.ts';
export type { RoutedAddress, Router } from './router.ts';
export {
  amendmentKey,
  openAmendment,
  sealAmendment,
  type AmendmentBinding,
  type SealedAmendment,
} from './seal-amendment.ts';
export {
  openReplacement,
  sealReplacement,
  type ReplacementBinding,
  type SealedReplacement,
} from './seal-replacement.ts';
export { SHRED_REASONS, type ShredReason } from './shred-reasons.ts';
export type { Shift } from './shift.ts';
export { CLOSED_STATES, OPEN_STATES, PARCEL_STATES, type ParcelState } from './states.ts';
export { toldHandOver, type TellingScan } from './told-hand-over.ts';
export {
  HISTORY_CODE_DIGITS,
  historyAnswerStep,
  historyCodeRules,
  historyLimits,
  type HistoryCodeRules,
  type HistoryLimits,
} from './history-policies.ts';
export { HISTORY_ACTS, historyReads, type HistoryRead, type LoggedEvent } from './history-reads.ts';
export { historyCodeText, type Notice, type Notify } from './notice.ts';
export { indexMonths, PARTIES, phoneHash, type ParcelParty } from './phone-index.ts';
export {
  maySearch,
  SEARCH_PURPOSES,
  SEARCH_RULES,
  searchesPerHour,
  type SearchPurpose,
} from './phone-search.ts';
export {
  dueDates,
  SUBJECT_REQUEST_KINDS,
  SUBJECT_REQUEST_OUTCOMES,
  subjectRequestTerms,
  type SubjectRequest,
  type SubjectRequestKind,
  type SubjectRequestOutcome,
} from './subject-requests.ts';
