import { inForce, type Clock } from '@temkin/kernel';
import { countDeadlines, nearDeadline, REGISTERS } from '../../domain/index.ts';
import type { Docket } from '../../store/docket.ts';
import type { RightsFindings } from './ports.ts';

const HOUR_MILLISECONDS = 3_600_000;

/**
 * Tells how many of a company's deadlines are near and how many were missed, each time it is asked: an alarm rings as long as one is.
 * Reads nothing but what is due.
 */
export const watchDeadlines =
  ({
    docket,
    findings,
    clock,
  }: {
    readonly docket: Pick<Docket, 'dueBefore'>;
    readonly findings: RightsFindings;
    readonly clock: Clock;
  }) =>
  async (tenant: string): Promise<{ readonly near: number; readonly missed: number }> => {
    const now = clock.now();
    const until = now + inForce(nearDeadline, now).value.hours * HOUR_MILLISECONDS;
    let sum = { near: 0, missed: 0 };
    for (const register of REGISTERS) {
      const counted = countDeadlines(await docket.dueBefore(tenant, register, until + 1), now);
      sum = { near: sum.near + counted.near, missed: sum.missed + counted.missed };
      if (counted.near > 0)
        findings.report({ finding: 'deadline-near', tenant, register, count: counted.near });
      if (counted.missed > 0)
        findings.report({ finding: 'deadline-missed', tenant, register, count: counted.missed });
    }
    return sum;
  };
