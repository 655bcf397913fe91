export {
  chooseVerification,
  VERIFICATION_WANTS,
  type VerificationChoice,
  type VerificationWant,
  type VerificationWay,
  type VerificationWish,
} from './choose-verification.ts';
export {
  decideRegistration,
  PAPERS,
  REGISTRATION_REASONS,
  type Paper,
  type RegistrationQuestion,
  type RegistrationReason,
  type RegistrationVerdict,
} from './decide-registration.ts';
export { POINTS } from './points.ts';
export {
  askAgainAt,
  fieldsAnswered,
  identityLease,
  identityRetryMinutes,
  identityWait,
  type IdentityAnswer,
  type IdentityQuestion,
  type IdentityVerification,
} from './identity-verification.ts';
export {
  FIELD_ANSWERS,
  judgeVerification,
  type FieldAnswer,
  type VerificationAnswers,
  type VerificationVerdict,
} from './judge-verification.ts';
export {
  begunSince,
  movesOfVerification,
  showsTheFace,
  timelinesStoppedBy,
} from './moves-of-verification.ts';
export {
  earlierNumbers,
  isSentCodes,
  NUMBER_CODE_DIGITS,
  numberCodeRules,
  numberCodeText,
  type CodeNumber,
  type NumberCodeNotice,
  type NumberCodeRules,
  type SendNumberCode,
} from './number-code.ts';
export { questionOfRecord, REASON_POINTERS } from './question-of-record.ts';
export {
  asksForCode,
  registrationRules,
  type CodedNumber,
  type RegistrationRules,
} from './registration-rules.ts';
export {
  deviceChangeCheck,
  MATCHED_FIELDS,
  MEASURES,
  rulesOf,
  VERIFICATION_METHODS,
  verificationRules,
  type IdentitySource,
  type MatchedField,
  type Measure,
  type VerificationMethod,
  type VerificationRule,
} from './verification-rules.ts';
