export * from './authority-requests.ts';
export * from './claims.ts';
export * from './code-notice.ts';
export * from './data-requests.ts';
export * from './deadlines.ts';
export * from './handover-document.ts';
export * from './processing-marks.ts';
export type * from './refusal-codes.ts';
export * from './self-check.ts';
