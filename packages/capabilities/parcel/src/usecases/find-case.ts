import type { Principal } from '@temkin/kernel';
import { doesCaseAllow, type Case, type Purpose, type Read } from '../domain/index.ts';
import type { CaseReads } from '../store/case-store.ts';

/** The case that a reader names, where it lets them read this parcel for this purpose; undefined where it does not. */
export const findCase = async (
  cases: CaseReads,
  { tenant, id: readerId }: Principal,
  caseId: string | undefined,
  read: { readonly parcelId: string; readonly purpose: Purpose },
): Promise<Read<Case> | undefined> => {
  const named = caseId === undefined ? undefined : await cases.case(tenant, caseId);
  return named !== undefined && doesCaseAllow(named, { ...read, readerId }) ? named : undefined;
};

/** How an event speaks of a case: by its id, which is random. */
export const caseResources = (
  named: Pick<Case, 'caseId'> | undefined,
): readonly { readonly type: string; readonly pseudonym: string }[] =>
  named === undefined ? [] : [{ type: 'case', pseudonym: named.caseId }];
