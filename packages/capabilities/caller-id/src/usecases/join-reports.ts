import type { EventDraft, Recorder } from '@temkin/audit-event';
import { inForce, type Clock } from '@temkin/kernel';
import {
  callTimes,
  isFraudCase,
  isRemembered,
  joinReport,
  reportRules,
  type JoinWindows,
  type NearbyCall,
  type Read,
  type ReportOutcome,
  type ShownNumber,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { REPORT_SHARDS, type CallReport, type CallReports, type DueReport } from '../store/call-reports.ts';
import type { CallsOfNumber } from '../store/calls-of-number.ts';
import type { LostCallTimes } from '../store/lost-calls.ts';
import type { CheckFindings, Shippers } from './check-ports.ts';
import { sweeperFor } from './own-actors.ts';
import { reportResource } from './refuse.ts';

export interface JoinReportsDependencies {
  readonly recorder: Recorder;
  readonly reports: CallReports;
  readonly calls: Pick<CallIntents, 'intents'>;
  readonly byNumber: Pick<CallsOfNumber, 'between'>;
  readonly lost: LostCallTimes;
  readonly shippers: Shippers;
  readonly findings: CheckFindings;
  readonly clock: Clock;
}

/** What a run came to. */
export interface ReportsJoined {
  readonly joined: Readonly<Record<ReportOutcome, number>>;
  /** Reports that could not be joined; the next run finds them again. */
  readonly failed: number;
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

const MINUTE = 60_000;

/** Calls that are read to join one report, the latest of them. */
const LOOKED_AT = 100;

const windowsAt = (now: number): JoinWindows => {
  const { clockSlackMinutes } = inForce(reportRules, now).value;
  const { lateMinutes, callBackMinutes } = inForce(callTimes, now).value;
  return { clockSlackMinutes, lateMinutes, callBackMinutes };
};

/** When a call was declared that may have to do with a report. */
const declaredAround = (
  calledAt: number,
  { clockSlackMinutes, lateMinutes, callBackMinutes }: JoinWindows,
): readonly [from: number, until: number] => {
  const { endMinutes } = inForce(callTimes, calledAt).value;
  return [
    calledAt - (endMinutes + callBackMinutes + clockSlackMinutes) * MINUTE,
    calledAt + (lateMinutes + clockSlackMinutes) * MINUTE,
  ];
};

/**
 * Joins what citizens reported, once it is due, with what is known of the calls: safe to run late, and several times at once. A report
 * that fails keeps no other from being joined.
 */
export const joinReports = (dependencies: JoinReportsDependencies) => {
  const { recorder, reports, calls, byNumber, lost, shippers, findings, clock } = dependencies;

  /**
   * Calls of the number that may have to do with a report; of those that its four digits lead elsewhere, none. `isCut` where others
   * were not looked at.
   */
  const nearby = async (
    tenant: string,
    { names, calledAt }: CallReport,
    windows: JoinWindows,
  ): Promise<{ readonly near: readonly NearbyCall[]; readonly isCut: boolean }> => {
    const [from, until] = declaredAround(calledAt, windows);
    const listed = await Promise.all(
      names.map(async (name) => ({ name, ...(await byNumber.between(tenant, name, from, until)) })),
    );
    const found = listed.flatMap(({ name: { lastFourHash }, calls: ofNumber }) =>
      ofNumber
        .filter((call) => lastFourHash === undefined || call.lastFourHash === lastFourHash)
        .map(({ intentId }) => [intentId, lastFourHash === undefined ? undefined : true] as const),
    );
    const wanted = new Map(found.slice(0, LOOKED_AT));
    const read = await calls.intents(tenant, [...wanted.keys()]);
    return {
      near: read.map((call) => ({ call, toReporter: wanted.get(call.intentId) })),
      isCut: found.length > LOOKED_AT || listed.some(({ isCut }) => isCut),
    };
  };

  const shownBy = async (tenant: string, { shownOf, shownShipper }: CallReport): Promise<ShownNumber> =>
    shownOf === 'staff'
      ? { of: 'staff', mayCall: shownShipper !== undefined && (await shippers.mayCall(tenant, shownShipper)) }
      : { of: shownOf };

  const outcomeOf = async (tenant: string, report: CallReport): Promise<ReportOutcome> => {
    if (report.kind !== 'call' || !isRemembered(report.calledAt, clock.now())) return 'unknown';
    const windows = windowsAt(clock.now());
    const [shown, { near, isCut }] = await Promise.all([
      shownBy(tenant, report),
      nearby(tenant, report, windows),
    ]);
    const outcome = joinReport(shown, near, report.calledAt, windows);
    if (!isFraudCase(outcome)) return outcome;
    // One of the calls that were not looked at, or of those that a restore has lost, may be the one.
    const isUnsure = isCut || (await lost.mayBeBetween(tenant, ...declaredAround(report.calledAt, windows)));
    return isUnsure ? 'unknown' : outcome;
  };

  const tell = (tenant: string, outcome: ReportOutcome): void => {
    if (isFraudCase(outcome)) findings.report({ finding: 'call-spoofed', tenant });
    if (outcome === 'undeclared-own-call') findings.report({ finding: 'call-undeclared', tenant });
    if (outcome === 'declared-own-call') findings.report({ finding: 'call-declared', tenant });
  };

  /** Whether a report was joined by this event: where the store did not say what became of the write, the report does. */
  const isJoinedBy = async ({ tenant, reportId }: DueReport, eventId: string | undefined): Promise<boolean> =>
    eventId !== undefined && (await reports.find(tenant, reportId))?.eventId === eventId;

  const join = async (due: DueReport, report: Read<CallReport>): Promise<ReportOutcome | undefined> => {
    const { tenant } = due;
    const outcome = await outcomeOf(tenant, report);
    let joining: string | undefined;
    const draft: EventDraft = {
      action: 'call-report.join',
      outcome: 'allowed',
      change: outcome,
      resources: [reportResource(report.reportId)],
    };
    try {
      const recorded = await recorder.commit(sweeperFor(tenant), draft, {
        writes: ({ eventId }) => {
          joining = eventId;
          return reports.joinWrites(due, report, { outcome, joinedAt: clock.now(), eventId });
        },
      });
      if (recorded.outcome !== 'committed') return undefined;
    } catch (error) {
      // Joined, it is due no more: whoever does not tell of it now never does.
      if (!(await isJoinedBy(due, joining))) throw error;
    }
    tell(tenant, outcome);
    return outcome;
  };

  return async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<ReportsJoined> => {
    const joined = {
      'declared-own-call': 0,
      'undeclared-own-call': 0,
      'spoofed-own-number': 0,
      unknown: 0,
    };
    let failed = 0;
    // Each minute another shard comes first, so that none waits for ever where there is more to do than time.
    const first = Math.floor(clock.now() / MINUTE) % REPORT_SHARDS.length;
    for (const shard of [...REPORT_SHARDS.slice(first), ...REPORT_SHARDS.slice(0, first)])
      for await (const due of reports.due(shard, clock.now())) {
        if (signal?.aborted === true || clock.now() >= deadlineMilliseconds)
          return { joined, failed, remaining: true };
        try {
          const report = await reports.find(due.tenant, due.reportId);
          if (report === undefined || report.outcome !== undefined) {
            await reports.settle(due);
            continue;
          }
          const outcome = await join(due, report);
          if (outcome === undefined) failed += 1;
          else joined[outcome] += 1;
        } catch {
          failed += 1;
        }
      }
    return { joined, failed, remaining: false };
  };
};
