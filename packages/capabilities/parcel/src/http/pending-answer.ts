import type { PendingAnswer } from '@temkin/http';
import type { Receipt } from '@temkin/kernel';

/** What is answered until somebody else has agreed. */
export const pendingAnswer = ({
  receipt,
  approvalId,
  expiresAt,
}: PendingAnswer['pending'] & { readonly receipt?: Receipt }): PendingAnswer => ({
  pending: { approvalId, expiresAt },
  ...(receipt !== undefined && { receipt }),
});
