export {
  normalizeAddress,
  type Address,
  type AddressFault,
  type AddressForms,
} from './forms/normalize-address.ts';
export {
  IDENTITY_KINDS,
  identityText,
  normalizeIdentityNumber,
  type IdentityFault,
  type IdentityKind,
  type IdentityNumber,
} from './forms/normalize-identity-number.ts';
export { foldedText, FORMS_VERSION, type Normal } from './forms/normal.ts';
export {
  birthYearOf,
  hasReached,
  isBornAfter,
  normalizeBirthDate,
  type BirthDateFault,
} from './forms/normalize-birth-date.ts';
export { normalizeMsisdn, NUMBER_USES, type MsisdnFault, type NumberUse } from './forms/normalize-msisdn.ts';
export { isNameMeant, normalizeName, type NameFault, type NameForms } from './forms/normalize-name.ts';
export { readPersonalNumber, type PersonalNumberReading, type Sex } from './forms/personal-number.ts';
export { oldestAge, oldNumbersValid } from './record/check-party.ts';
export { checkRecord } from './record/check-record.ts';
export { checkVerifiedAt } from './record/check-times.ts';
export {
  FIELD_NAMES,
  FIELDS,
  HOLDER_FIELDS,
  PARTY_FIELDS,
  SUBSCRIPTION_FIELDS,
  type FieldName,
  type FieldRule,
  type HolderField,
  type MaskName,
  type PartyField,
  type Requirement,
  type SubscriptionField,
} from './record/fields.ts';
export { maskAddress, maskBirthDate, maskDigits, MASKS } from './record/masks.ts';
export {
  FAULT_CODES,
  faultRules,
  faultsBrought,
  GRADES,
  judgeRecord,
  RECORD_MODES,
  type Defect,
  type FaultCode,
  type FaultRule,
  type Grade,
  type JudgedRecord,
  type RecordFault,
  type RecordMode,
} from './record/record-faults.ts';
export { isTooLarge, recordBytes } from './record/record-room.ts';
export {
  childAges,
  partiesOf,
  registrantOf,
  type ChildAges,
  type Party,
  type Registrant,
} from './record/registrant.ts';
export { searchedForms, searchedNumber, type SearchedForms } from './record/searched-forms.ts';
export {
  fieldOfStored,
  holderOfStored,
  imagesInStored,
  imagesOfStored,
  pointerOfStored,
  recordOfStored,
  storedChange,
  storedHolder,
  storedPapers,
  storedSubscription,
  subscriptionOfStored,
  withImageKeys,
  type ClearHolder,
  type ClearSubscription,
  type FieldTexts,
  type HolderChange,
  type ImageKeys,
  type NumberPapers,
  type Stored,
  type StoredImage,
  type StoredRecord,
} from './record/stored-fields.ts';
export {
  CHANNELS,
  DOCUMENT_KINDS,
  HOLDER_KINDS,
  PAYMENTS,
  SUBSCRIPTION_STATES,
  type Channel,
  type DocumentKind,
  type DocumentRecord,
  type HolderKind,
  type HolderRecord,
  type ImageRecord,
  type PartyRecord,
  type Payment,
  type PointRecord,
  type PortraitRecord,
  type SubscriberRecord,
  type SubscriptionRecord,
  type SubscriptionState,
} from './record/subscriber-record.ts';
export { decideRead, type ReadQuestion, type ReadVerdict } from './reads/decide-read.ts';
export { showRecord, type ShownFields, type ShownRecord } from './reads/show-record.ts';
export {
  READ_BASES,
  READ_POLICY,
  READ_PURPOSES,
  type ReadBasis,
  type ReadPurpose,
  type ReadRule,
  type Shown,
} from './reads/read-policy.ts';
export * from './lifecycle/index.ts';
export * from './registration/index.ts';
export * from './junk/index.ts';
export * from './sweep/index.ts';
export * from './rights/index.ts';
export * from './bulk/index.ts';
export {
  definitionOf,
  expectedGroup,
  fieldsOf,
  INDEX_NAMES,
  INDEXES,
  indexHash,
  isOfSubscriptions,
  truncatedBits,
  type IndexDefinition,
  type IndexedForm,
  type IndexName,
  type Terms,
} from './blind-index.ts';
export { ASK_BY, indexAsked } from './asked-index.ts';
export { questionFaults } from './question-faults.ts';
export { fitOf, type IndexFit } from './index-fit.ts';
export { isMeant, soughtBy, termsOf, type IndexQuestion, type Sought } from './index-terms.ts';
export { fieldBinding, type FieldPlace } from './field-binding.ts';
export {
  beginIndex,
  beginPurge,
  endPurge,
  kept,
  newestNumber,
  nextNumber,
  searched,
  switchIndex,
  written,
  type Generation,
  type IndexState,
  type IndexVerdict,
} from './index-generations.ts';
export { padText, unpadText } from './padded-text.ts';
export {
  subscriptionRecord,
  verificationRecord,
  type SealedFieldName,
  type OpenPerson,
  type OpenSubscription,
  type RecordName,
} from './person.ts';
export type { BulkRefusalCode, SubscriberRefusalCode, VerificationRefusalCode } from './refusal-codes.ts';
export { openField, openFields, sealFields, type RecordPlace, type SealedFields } from './sealed-fields.ts';
export {
  candidatesOpened,
  fitMeasuredEvery,
  hitsShown,
  holdersPerValue,
  mostPerValue,
  purgePause,
  searchesPerDay,
  searchesPerHour,
} from './search-policies.ts';
export {
  CASE_RULES,
  isUsable,
  mayOpenCase,
  mayOpenTransaction,
  transactionHours,
  type BasisKind,
  type RegistryBasis,
} from './registry-bases.ts';
export { dueRetry, endTold, retryAt, type DueRetry } from './due-policies.ts';
export type { SendSubscriptionNotice, SubscriptionNotice } from './subscription-notice.ts';
export {
  acknowledgedWithin,
  type Provisioning,
  type ProvisioningOrder,
  type ProvisioningVerdict,
} from './provisioning.ts';
export {
  RECONCILED_SYSTEMS,
  type ReconciledSystem,
  type ReconciledSystems,
  type SystemPage,
  type SystemRecord,
} from './reconciled-systems.ts';
export {
  differenceOf,
  DIFFERENCES,
  differencesKept,
  reconciledAt,
  type Difference,
} from './reconciliation.ts';
export { segmentOf, SEGMENTS } from './segment.ts';
export type { SignedRequest, TransferDoor, Upload } from './transfers/transfer-door.ts';
export { transferMinutes, uploadBytes } from './transfers/transfer-policies.ts';
export { imageBytes, imagesNamed, imageWaits, type ImageOccasion } from './images/image-policies.ts';
export { IMAGE_TYPES, imageType, type ImageType } from './images/image-type.ts';
export { imageBlob, openImage, sealImage, type ImagePlace } from './images/sealed-image.ts';
export { IMAGE_FIELDS, isImageField, namedImages, type ImageField } from './record/named-images.ts';
