export {
  definitionOf,
  expectedGroup,
  fieldsOf,
  INDEX_NAMES,
  INDEXES,
  indexHash,
  isOfSubscriptions,
  shareTerms,
  termsOf,
  termsSought,
  truncatedBits,
  type IndexDefinition,
  type IndexedField,
  type IndexName,
  type Terms,
} from './blind-index.ts';
export { fieldBinding, type FieldPlace } from './field-binding.ts';
export {
  beginIndex,
  beginPurge,
  endPurge,
  kept,
  nextNumber,
  searched,
  switchIndex,
  written,
  type Generation,
  type IndexState,
  type IndexVerdict,
} from './index-generations.ts';
export { maskField } from './mask-field.ts';
export { NORMAL_FORMS, type NormalForm } from './normal-forms.ts';
export { padText, unpadText } from './padded-text.ts';
export {
  PERSON_KINDS,
  subscriptionRecord,
  type SealedFieldName,
  type Fields,
  type OpenPerson,
  type OpenSubscription,
  type PersonKind,
  type RecordName,
} from './person.ts';
export type { SubscriberRefusalCode } from './refusal-codes.ts';
export { openField, openFields, sealFields, type RecordPlace, type SealedFields } from './sealed-fields.ts';
export { candidatesOpened, hitsShown, holdersPerValue, purgePause } from './search-policies.ts';
export { segmentOf, SEGMENTS } from './segment.ts';
