import type { ProblemCatalogue } from '@temkin/http';

/** What the audit capability refuses. */
export const auditProblems: ProblemCatalogue = {
  'AUDIT.EVENT_UNKNOWN': { status: 404, title: 'There is no such event.' },
  'AUDIT.CURSOR_INVALID': {
    status: 422,
    title: 'The cursor is of another question or another version, or no cursor at all.',
  },
  'AUDIT.NOT_MERGED': { status: 409, title: 'The event waits for the log, or for its next checkpoint.' },
  'AUDIT.CASE_UNKNOWN': { status: 403, title: 'There is no such open case for you.' },
  'AUDIT.PSEUDONYM_UNKNOWN': {
    status: 404,
    title: 'The pseudonym means nobody here, or no more, and is not of the parcel of the case.',
  },
  'AUDIT.LOG_FILE_UNKNOWN': { status: 404, title: 'There is no such log, or it has no such file.' },
};
