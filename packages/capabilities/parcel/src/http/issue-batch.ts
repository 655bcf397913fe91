import type { Caller } from '@temkin/kernel';
import type { IssueResult } from '../usecases/issue-parcels.ts';
import { inOrder, parseItems, problemOfItem } from './items.ts';
import type { ParcelUsecases } from './routes.ts';
import { newParcel } from './schemas.ts';
import { issuedView } from './views.ts';

const view = (result: IssueResult) => {
  const { index } = result;
  if ('refusal' in result) {
    const problem = problemOfItem('parcels', result);
    return { index, status: problem.status, problem };
  }
  const { issued } = result;
  return {
    index,
    status: 201 as const,
    parcel: issuedView(issued),
    auditEvent: issued.parcel.issueReceipt.eventId,
  };
};

/** Issues the parcels of a batch that fit their schema, and answers for each in the order sent. */
export const issueBatch = async (
  issueParcels: ParcelUsecases['issueParcels'],
  caller: Caller,
  sent: readonly unknown[],
  request: Parameters<ParcelUsecases['issueParcels']>[2],
) => {
  const { fit, unfit } = parseItems(newParcel(), sent);
  const items = fit.map(({ index, value }) => ({ index, parcel: value }));
  return inOrder([...unfit, ...(await issueParcels(caller, items, request))]).map(view);
};
