import type { Receipt } from '@temkin/kernel';
import type { PendingAnswer } from './route.ts';

/** What is answered until somebody else has agreed. */
export const pendingAnswer = ({
  receipt,
  approvalId,
  expiresAt,
}: PendingAnswer['pending'] & { readonly receipt?: Receipt }): PendingAnswer => ({
  pending: { approvalId, expiresAt },
  ...(receipt !== undefined && { receipt }),
});
