import { generalProblems, problemOf } from '@temkin/http';
import type * as z from 'zod';
import type { Scan, ScanResult } from '../usecases/record-custody.ts';
import { parcelProblems } from './problems.ts';
import type { recordCustodySpec } from './specs.ts';
import { custodyView } from './views.ts';

type SentScan = z.output<NonNullable<typeof recordCustodySpec.body>>['events'][number];

const problems = { ...generalProblems, ...parcelProblems };

const nameOf = ({ token, waybillNumber, parcelId }: SentScan): Scan['parcel'] => {
  if (token !== undefined) return { token };
  if (waybillNumber !== undefined) return { waybillNumber };
  if (parcelId !== undefined) return { parcelId };
  throw new Error('the schema lets no nameless scan through');
};

/** A scan as the use case takes it. */
export const toScan = (sent: SentScan, index: number): Scan => {
  const { event, holder, occurredAt, sourceEventId } = sent;
  return {
    index,
    parcel: nameOf(sent),
    event,
    ...(holder !== undefined && { holder }),
    ...(occurredAt !== undefined && { occurredAt: Date.parse(occurredAt) }),
    ...(sourceEventId !== undefined && { sourceEventId }),
  };
};

/** The result of one scan. */
export const custodyResult = (result: ScanResult) => {
  const { index } = result;
  if ('record' in result) {
    const { parcelId, record } = result;
    return {
      index,
      status: 200 as const,
      parcelId,
      state: record.state,
      custodyEvent: custodyView(record),
      auditEvent: record.eventId,
    };
  }
  const { refusal } = result;
  const problem = problemOf(refusal, problems);
  const { receipt } = refusal.details;
  return {
    index,
    status: problem.status,
    problem,
    ...(receipt !== undefined && { auditEvent: receipt.eventId }),
  };
};
