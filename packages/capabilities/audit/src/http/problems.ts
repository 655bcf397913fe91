import type { ProblemCatalogue } from '@temkin/http';

/** What the audit capability refuses. */
export const auditProblems: ProblemCatalogue = {
  'AUDIT.EVENT_UNKNOWN': { status: 404, title: 'There is no such event.' },
  'AUDIT.LOG_FILE_UNKNOWN': { status: 404, title: 'There is no such log, or it has no such file.' },
};
