import type { Parcel, SubjectRequest } from '../domain/index.ts';

/** How an event speaks of a request: by its id, and by the pseudonym of its parcel, where there still is one. */
export const subjectRequestResources = (
  { requestId }: Pick<SubjectRequest, 'requestId'>,
  parcel: Pick<Parcel, 'pseudonym'> | undefined,
): readonly { readonly type: string; readonly pseudonym: string }[] => [
  ...(parcel === undefined ? [] : [{ type: 'parcel', pseudonym: parcel.pseudonym }]),
  { type: 'subject-request', pseudonym: requestId },
];
