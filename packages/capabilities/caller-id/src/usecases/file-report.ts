import type { Recorder } from '@temkin/audit-event';
import { keyedHash, seal, type KeyRing, type TenantKey } from '@temkin/crypto';
import {
  inForce,
  inSteps,
  Refusal,
  timeWindow,
  toHex,
  utf8,
  type Clock,
  type RandomBytes,
  type Wait,
} from '@temkin/kernel';
import {
  checkAnswerStep,
  isRemembered,
  lastFourProof,
  numberHash,
  reportRules,
  wasOwned,
  type CitizenReport,
  type ShownNumber,
} from '../domain/index.ts';
import type { CallReports, ReportedNames } from '../store/call-reports.ts';
import type { CheckCounts } from '../store/check-counts.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import { countedName } from './check-limits.ts';
import type { Companies, StaffOwners } from './check-ports.ts';
import { CALL_PURPOSE, hashKeysAt, NO_COMPANY } from './check-words.ts';
import { publicPageFor } from './own-actors.ts';
import { reportResource } from './refuse.ts';

/** What the tenant keys of reports are for. */
export const REPORT_PURPOSE = 'call-report';

export interface FileReportDependencies {
  readonly recorder: Recorder;
  /** Purposes `call` and `call-report`. */
  readonly ring: KeyRing;
  readonly numbers: Pick<PoolNumbers, 'find'>;
  readonly staffOwners: StaffOwners;
  readonly reports: Pick<CallReports, 'find' | 'fileWrites'>;
  readonly counts: Pick<CheckCounts, 'count'>;
  readonly companies: Companies;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

/** A report on file, or one that nobody has: the two look alike. */
export interface FiledReport {
  /** 16 hexadecimal digits. */
  readonly receipt: string;
}

const MINUTE = 60_000;
const DAY_SECONDS = 86_400;

/** What a report's content belongs to: moved to another report, or to another tenant, it opens no more. */
export const reportBinding = (tenant: string, reportId: string): string =>
  JSON.stringify(['temkin/call-report', tenant, reportId]);

/** By what a report of a call is joined, under every key that calls of its hour were hashed with. */
const namesOf = (
  keys: readonly TenantKey[],
  { callingNumber, ownLast4 }: CitizenReport,
): readonly ReportedNames[] =>
  callingNumber === undefined
    ? []
    : keys.map(({ id: keyId, key }) => ({
        keyId,
        numberHash: numberHash(key, callingNumber),
        ...(ownLast4 !== undefined && { lastFourHash: lastFourProof(key, callingNumber, ownLast4) }),
      }));

/**
 * Puts a citizen's report on file: sealed, joined some minutes later with what is known of the call, and on record without a word of
 * it. Sent again on the same day from the same network it is the same report, with the same receipt. The answer is the same, and
 * comes after the same time, whatever was reported, and whether there is such a company. Refuses `REQUEST.RATE_LIMITED` by the
 * network.
 */
export const fileReport = (dependencies: FileReportDependencies) => {
  const { recorder, ring, numbers, staffOwners, reports, counts, companies, clock, random } = dependencies;
  const stepwise = inSteps(dependencies);

  const shownBy = async (
    tenant: string,
    callingNumber: string | undefined,
    calledAt: number,
  ): Promise<{ readonly shownOf: ShownNumber['of']; readonly shownShipper?: string }> => {
    if (callingNumber === undefined) return { shownOf: 'nobody' };
    const [pooled, shownShipper] = await Promise.all([
      numbers.find(tenant, callingNumber),
      staffOwners.ownerOf(tenant, callingNumber),
    ]);
    if (pooled !== undefined && wasOwned(pooled, calledAt)) return { shownOf: 'pool' };
    return shownShipper === undefined ? { shownOf: 'nobody' } : { shownOf: 'staff', shownShipper };
  };

  const file = async (tenant: string, report: CitizenReport, network: string): Promise<FiledReport> => {
    const now = clock.now();
    const { key: callKey } = await ring.current(tenant, CALL_PURPOSE);
    const content = JSON.stringify(report, Object.keys(report).toSorted());
    const { window } = timeWindow(now, 24);
    const reportId = toHex(keyedHash(callKey, 16, 'report', network, window, content)).slice(0, 16);
    const again = await reports.find(tenant, reportId);
    if (again !== undefined) return { receipt: reportId };

    const calledAt = Math.min(report.calledAt ?? now, now);
    const shown = await shownBy(tenant, report.callingNumber, calledAt);
    const hashKeys = isRemembered(calledAt, now) ? await hashKeysAt(ring, tenant, calledAt) : [];
    const { id: keyId, key } = await ring.current(tenant, REPORT_PURPOSE);
    const { joinAfterMinutes, keptDays } = inForce(reportRules, now).value;
    const made = {
      reportId,
      kind: report.kind,
      receivedAt: now,
      calledAt,
      ...shown,
      names: namesOf(hashKeys, report),
      keyId,
      content: seal(key, utf8(content), reportBinding(tenant, reportId), random),
    };
    // Refused where the same report came twice at once: it is on file.
    await recorder.commit(
      publicPageFor(tenant),
      {
        action: 'call-report.file',
        outcome: 'allowed',
        change: report.kind,
        resources: [reportResource(reportId)],
      },
      {
        writes: (fileReceipt) =>
          reports.fileWrites(
            tenant,
            { ...made, fileReceipt, eventId: fileReceipt.eventId },
            {
              dueAt: now + joinAfterMinutes * MINUTE,
              expiresAtSeconds: Math.ceil(now / 1_000) + keptDays * DAY_SECONDS,
            },
          ),
      },
    );
    return { receipt: reportId };
  };

  return async (company: string, report: CitizenReport, network: string): Promise<FiledReport> => {
    const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
    const { key } = await ring.current(tenant, CALL_PURPOSE);
    const { retryAfterSeconds, ...hour } = timeWindow(clock.now(), 1);
    const { reportsPerSource: limit } = inForce(reportRules, clock.now()).value;
    if (!(await counts.count(tenant, { counted: countedName(key, 'reports', network), limit, ...hour })))
      throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });
    return stepwise(inForce(checkAnswerStep, clock.now()).value, async () =>
      tenant === NO_COMPANY ? { receipt: toHex(random(8)) } : file(tenant, report, network),
    );
  };
};
