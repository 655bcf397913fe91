import type { Caller } from '@temkin/kernel';
import type * as z from 'zod';
import type { ScanResult } from '../usecases/record-custody.ts';
import type { Scan } from '../usecases/scan.ts';
import { inOrder, parseItems, problemOfItem } from './items.ts';
import type { CustodyUsecases } from './custody-routes.ts';
import { newScan } from './custody-schemas.ts';
import { custodyView } from './custody-views.ts';

type SentScan = z.output<ReturnType<typeof newScan>>;

const nameOf = ({ token, waybillNumber, parcelId }: SentScan): Scan['parcel'] => {
  if (token !== undefined) return { token };
  if (waybillNumber !== undefined) return { waybillNumber };
  if (parcelId !== undefined) return { parcelId };
  throw new Error('the schema lets no nameless scan through');
};

const toScan = (index: number, sent: SentScan): Scan => {
  const { event, holder, occurredAt, sourceEventId, detail = {} } = sent;
  const { reason, to, proof } = detail;
  return {
    index,
    parcel: nameOf(sent),
    event,
    ...(holder !== undefined && { holder }),
    ...(occurredAt !== undefined && { occurredAt: Date.parse(occurredAt) }),
    ...(sourceEventId !== undefined && { sourceEventId }),
    ...(reason !== undefined && { reason }),
    ...(to !== undefined && { handOver: { to, ...(proof !== undefined && { proof }) } }),
  };
};

const view = (result: ScanResult) => {
  const { index } = result;
  if ('refusal' in result) {
    const problem = problemOfItem('events', result);
    const { receipt } = result.refusal.details;
    return {
      index,
      status: problem.status,
      problem,
      ...(receipt !== undefined && { auditEvent: receipt.eventId }),
    };
  }
  const { parcelId, record } = result;
  return {
    index,
    status: 200 as const,
    parcelId,
    state: record.state,
    custodyEvent: custodyView(record),
    auditEvent: record.eventId,
  };
};

/** Records the scans that fit their schema, and answers for each in the order sent. */
export const reportScans = async (
  recordCustody: CustodyUsecases['recordCustody'],
  caller: Caller,
  sent: readonly unknown[],
  request: Parameters<CustodyUsecases['recordCustody']>[2],
) => {
  const { fit, unfit } = parseItems(newScan(), sent);
  const scans = fit.map(({ index, value }) => toScan(index, value));
  return inOrder([...unfit, ...(await recordCustody(caller, scans, request))]).map(view);
};
