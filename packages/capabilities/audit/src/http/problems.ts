import type { ProblemCatalogue } from '@temkin/http';

/** What the audit capability refuses. */
export const auditProblems: ProblemCatalogue = {
  'AUDIT.EVENT_UNKNOWN': { status: 404, title: 'There is no such event.' },
  'AUDIT.CASE_UNKNOWN': { status: 403, title: 'There is no such open case for you.' },
  'AUDIT.PSEUDONYM_UNKNOWN': {
    status: 404,
    title: 'The pseudonym means nobody here, or no more, and is not of the parcel of the case.',
  },
  'AUDIT.LOG_FILE_UNKNOWN': { status: 404, title: 'There is no such log, or it has no such file.' },
};
