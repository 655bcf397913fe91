export { judgeGrowth, type GrowthVerdict } from './judge-growth.ts';
export { knownLogs, type KnownLogs } from './known-logs.ts';
export { readSubmission, type Submission, type SubmissionVerdict } from './read-submission.ts';
