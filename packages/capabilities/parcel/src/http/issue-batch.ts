import { checkSchema, problemOf, generalProblems } from '@temkin/http';
import { Refusal, type Caller } from '@temkin/kernel';
import type { IssueItem, IssueResult } from '../usecases/issue-parcels.ts';
import type { ParcelUsecases } from './routes.ts';
import { parcelProblems } from './problems.ts';
import { newParcel } from './schemas.ts';
import { issuedView } from './views.ts';

const problems = { ...generalProblems, ...parcelProblems };

/** Pointers of an item's faults lead through the whole body. */
const within = (index: number, { code, details }: Refusal): Refusal =>
  new Refusal(code, {
    ...details,
    ...(details.errors !== undefined && {
      errors: details.errors.map(({ pointer, detail }) => ({
        pointer: `/parcels/${index}${pointer}`,
        detail,
      })),
    }),
  });

const view = (result: IssueResult) => {
  const { index } = result;
  if ('issued' in result) {
    const auditEvent = result.issued.parcel.issueReceipt.eventId;
    return { index, status: 201 as const, parcel: issuedView(result.issued), auditEvent };
  }
  const problem = problemOf(within(index, result.refusal), problems);
  return { index, status: problem.status, problem };
};

/** Parses each parcel by itself and issues those that fit: one bad parcel sinks no other. */
export const issueBatch = async (
  issueParcels: ParcelUsecases['issueParcels'],
  caller: Caller,
  sent: readonly unknown[],
  request: Parameters<ParcelUsecases['issueParcels']>[2],
) => {
  const items: IssueItem[] = [];
  const unfit: IssueResult[] = [];
  for (const [index, value] of sent.entries()) {
    const checked = checkSchema(newParcel, value);
    if (checked.fits) items.push({ index, parcel: checked.value });
    else
      unfit.push({ index, refusal: new Refusal('REQUEST.INVALID', { errors: checked.faults.slice(0, 20) }) });
  }
  const results = [...unfit, ...(await issueParcels(caller, items, request))];
  return results.toSorted((a, b) => a.index - b.index).map(view);
};
