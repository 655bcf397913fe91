export {
  decideFinding,
  decideWithdrawal,
  FINDING_GROUNDS,
  FOUND_BY_HAND,
  isOpenFinding,
  keepsFromService,
  TAKEN_BACK_BY,
  type Finding,
  type FindingGrounds,
  type FindingVerdict,
  type WithdrawalQuestion,
  type WithdrawalVerdict,
} from './findings.ts';
export { decideMove, type MoveQuestion, type MoveVerdict, type Standing } from './decide-move.ts';
export {
  AUTHORITY_URGENCIES,
  authorityAnswerHours,
  authorityClock,
  DATA_REQUESTS,
  dataRequestClock,
  dataRequestTerms,
  decideExtension,
  type AuthorityUrgency,
  type DataRequest,
  type DataRequestClock,
  type DataRequestTerms,
  type ExtensionVerdict,
  type TimedDataRequest,
} from './request-clocks.ts';
export {
  erasureDueAt,
  formerHolderRetention,
  retainedUntil,
  retentionAfterEnd,
  retentionPolicies,
  type EndOfSubscription,
} from './retention.ts';
export { stepNotice, stepOf, tellableAt, warnedDay, type StepNotice } from './step-notices.ts';
export {
  BEGIN_MOVERS,
  END_CAUSES,
  END_RULES,
  HOLD_RULES,
  LIFT_REASONS,
  MOVERS,
  type EndCause,
  type EndRule,
  type HoldRule,
  type LiftReason,
  type Move,
  type Mover,
} from './subscription-moves.ts';
export {
  HELD_STATES,
  HOLD_CAUSES,
  HOLD_LEVELS,
  SERVED_STATES,
  stateUnder,
  type Hold,
  type HoldCause,
  type HoldLevel,
} from './subscription-states.ts';
export {
  completeStep,
  countedSteps,
  nextStep,
  stepsOf,
  stopTimeline,
  type DoneStep,
  type NextStep,
  type PlannedStep,
  type TimelineRun,
} from './timeline-run.ts';
export {
  settledFlag,
  STEPS,
  STOP_CAUSES,
  TIMELINE_STOPS,
  TIMELINES,
  timelineTerms,
  type StepName,
  type StopCause,
  type Timeline,
  type TimelineStep,
  type TimelineTerms,
} from './timelines.ts';
export { decideReuse, type Reuse, type ReuseVerdict } from './reuse.ts';
export { verifiedBy, verifiedWithin } from './verified-within.ts';
