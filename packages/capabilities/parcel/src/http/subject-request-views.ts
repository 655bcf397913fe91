import { rfc3339 } from '@temkin/kernel';
import type { SubjectRequest } from '../domain/index.ts';

/** A request on file, as whoever made it sees it. */
export const subjectRequestView = ({ requestId, kind, state, filedAt, replyBy, doneBy }: SubjectRequest) => ({
  requestId,
  kind,
  state,
  filedAt: rfc3339(filedAt),
  ...(replyBy !== undefined && { replyBy: rfc3339(replyBy) }),
  doneBy: rfc3339(doneBy),
});

/** The same, as staff see it. */
export const handledRequestView = (request: SubjectRequest) => {
  const { parcelId, party, closedAt, outcome } = request;
  return {
    ...subjectRequestView(request),
    parcelId,
    party,
    ...(closedAt !== undefined && { closedAt: rfc3339(closedAt) }),
    ...(outcome !== undefined && { outcome }),
  };
};
