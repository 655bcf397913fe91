import type { Standing } from '../lifecycle/decide-move.ts';
import { HOLD_RULES, type Move } from '../lifecycle/subscription-moves.ts';
import { isOpenFinding, type Finding } from '../lifecycle/findings.ts';
import type { HoldCause } from '../lifecycle/subscription-states.ts';
import type { TimelineRun } from '../lifecycle/timeline-run.ts';
import { TIMELINES, type Timeline } from '../lifecycle/timelines.ts';
import { recordAt } from '../record-at.ts';
import type { VerificationWant, VerificationWay } from './choose-verification.ts';
import { deviceChangeCheck } from './verification-rules.ts';

/** What a verification was of, and how it was made. */
export interface MadeVerification {
  readonly wants: VerificationWant;
  readonly way: Pick<VerificationWay, 'source' | 'fields'>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of which causes something began after it was asked for (`begunSince`). */
  readonly begunSince: readonly Timeline[];
}

/**
 * Of which causes something began after an instant, milliseconds since the epoch: a timeline, or a finding that stands. A verification
 * that was asked for by then says nothing of that, however late its source answers.
 */
export const begunSince = (
  askedAt: number,
  runs: readonly Pick<TimelineRun, 'timeline' | 'startedAt'>[],
  findings: readonly Pick<Finding, 'timeline' | 'foundAt' | 'withdrawnAt' | 'settledAt'>[],
): readonly Timeline[] =>
  TIMELINES.filter(
    (cause) =>
      runs.some(({ timeline, startedAt }) => timeline === cause && startedAt > askedAt) ||
      findings.some(
        (finding) => finding.timeline === cause && isOpenFinding(finding) && finding.foundAt > askedAt,
      ),
  );

/** Whether a verification says that who uses a changed device is its holder (Circular 08/2026 Art 8.1). */
export const showsTheFace = ({ way, at }: Pick<MadeVerification, 'way' | 'at'>): boolean =>
  way.fields.includes('face') && recordAt(deviceChangeCheck, at)?.value.sources.includes(way.source) === true;

const settles = (made: MadeVerification, cause: HoldCause): boolean => {
  if (HOLD_RULES[cause].lifts.verified === undefined) return false;
  if (made.begunSince.some((since) => since === cause)) return false;
  return cause === 'device-change' ? showsTheFace(made) : made.wants === 'identity';
};

/**
 * What a verification does to a subscription: service begins; or every hold is lifted that it settles. The face alone settles a changed
 * device and nothing else; papers, and databases that compare no face, settle all but that. None settles what began after it was asked for.
 */
export const movesOfVerification = (
  { state, holds }: Standing,
  made: MadeVerification,
): readonly Extract<Move, { readonly name: 'verify' | 'lift' }>[] => {
  if (state === 'pending') return made.wants === 'identity' ? [{ name: 'verify' }] : [];
  return holds
    .filter(({ cause }) => settles(made, cause))
    .map(({ cause }) => ({ name: 'lift', cause, because: 'verified' }));
};

/** The timelines that a verification stops, whether they have suspended the number by then or not. */
export const timelinesStoppedBy = (made: MadeVerification): readonly Timeline[] =>
  (['wrong-information', 'device-change'] as const).filter((cause) => settles(made, cause));
