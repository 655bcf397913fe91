export { CALL_REASON } from './call-reason.ts';
export {
  callBackUntil,
  CHECKABLE_AFTER_END_MILLISECONDS,
  dueAtOf,
  isOverdue,
  timelyEnd,
  type CallIntent,
  type Read,
} from './call-intent.ts';
export { CALL_MODES, type CallMode, type DeclaredWhen } from './call-modes.ts';
export {
  callHistoryDays,
  callTimes,
  callingHours,
  callsPerParcelAndDay,
  retiredNumberDays,
  type CallTimes,
} from './call-policies.ts';
export {
  lastFourProof,
  numberHash,
  ownNumberProof,
  proofsOf,
  recipientHash,
  spokenHash,
  waybillProof,
} from './call-proofs.ts';
export { CALL_MOVES, CALL_STATES, LIVE_STATES, mayMove, type CallState } from './call-states.ts';
export {
  LINE_STATES,
  MAX_ANNOUNCEMENT_SECONDS,
  type Announcement,
  type AnnouncementVerdict,
  type Binding,
  type CallNetwork,
  type LineReport,
  type LineState,
  type Msisdn,
  type NetworkVerdict,
  type RingBack,
} from './networks.ts';
export { MAX_REPORT_TEXT, REPORT_KINDS, type CitizenReport, type ReportKind } from './citizen-report.ts';
export { pastCalls, type PastCall } from './call-history.ts';
export { callerHistoryText, type OwnNumberNotice, type SendOwnNumberNotice } from './own-number-notice.ts';
export * from './passport/index.ts';
export {
  NUMBER_STATES,
  wasOwned,
  type NumberNames,
  type NumberState,
  type PoolNumber,
} from './pool-number.ts';
export { accountNumberOf, bankBinOf, bankName, type BankAccount } from './bank-account.ts';
export { BANKS, type Bank } from './banks.ts';
export { crc16 } from './crc16.ts';
export {
  encodeVietQr,
  MAX_VIET_QR_LENGTH,
  parseVietQr,
  type NewVietQr,
  type NoVietQr,
  type VietQr,
} from './viet-qr.ts';
export { badgeAdvice, callAdvice, historyAdvice, paymentAdvice, type Advice } from './advice.ts';
export { badgeAt, badgeKey, isBadgeOf, parseBadge, type ShownBadge } from './badge.ts';
export {
  badgeSeconds,
  checkAnswerStep,
  checkLimits,
  codeAnswerStep,
  OWN_NUMBER_CODE_DIGITS,
  ownNumberCodeRules,
  reportRules,
  type CheckLimits,
  type OwnNumberCodeRules,
  type ReportRules,
} from './check-policies.ts';
export { CHECK_RESULTS, PAYMENT_RESULTS, type CheckResult, type PaymentResult } from './check-results.ts';
export {
  decideCallerCheck,
  isCheckable,
  meantCall,
  type CheckProof,
  type CheckVerdict,
  type FoundCall,
  type MissReason,
} from './decide-caller-check.ts';
export {
  isFraudCase,
  isRemembered,
  joinReport,
  REPORT_OUTCOMES,
  type JoinWindows,
  type NearbyCall,
  type ReportOutcome,
  type ShownNumber,
} from './join-report.ts';
export {
  paymentReport,
  paymentResult,
  readPayment,
  type AskedPayment,
  type ReadPayment,
} from './asked-payment.ts';
export {
  ACCOUNT_STATES,
  accountHash,
  type AccountDetails,
  type AccountState,
  type CollectionAccount,
} from './collection-account.ts';
export type { RegisterRefusalCode } from './register-codes.ts';
export {
  SIM_VERDICTS,
  simAge,
  simAnswerMilliseconds,
  type SimQuestion,
  type SimVerdict,
  type SimVerification,
} from './sim-verification.ts';
export {
  maskedNumber,
  mobileNumberOf,
  STAFF_NUMBER_STATES,
  staffNumberHash,
  type SealedValue,
  type StaffNumber,
  type StaffNumberState,
} from './staff-number.ts';
export {
  CITIZEN_ANSWERS,
  type AnswerWord,
  type CitizenChannel,
  type CitizenEntries,
  type CitizenReply,
  type CitizenText,
  type SignedMessage,
} from './citizen-channel.ts';
export {
  CITIZEN_REPLIES,
  parseCitizenText,
  type CitizenLanguage,
  type CitizenQuestion,
} from './citizen-texts.ts';
export { isPlainText, PLAIN_TEXT_LENGTH } from './plain-text.ts';
export { menuAnswer, PROMPTS, voiceMenu, type MenuStep, type Prompt } from './voice-menu.ts';
export {
  announcedSeconds,
  citizenMessageRules,
  citizenSendWait,
  networkWait,
  type CitizenMessageRules,
} from './network-policies.ts';
export { reportedAt, reportedState } from './reported-state.ts';
export type { CallRefusalCode } from './refusal-codes.ts';
export { callScript, type CallScript } from './call-script.ts';
export { secondsUntilCalls, vietnamHour } from './calling-time.ts';
export { INTENT_ID, intentIdOf } from './intent-id.ts';
export {
  BUDGET_SHARES,
  budgetShareOf,
  modePolicy,
  modesFor,
  type ModePolicy,
  type ModeQuestion,
  type ModeRule,
  type PricedMode,
} from './mode-policy.ts';
export { readNames, type NameFault } from './number-names.ts';
export { toPoolPhone } from './pool-phone.ts';
export { newSpokenCode } from './spoken-code.ts';
