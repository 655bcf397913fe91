import * as z from 'zod';

/** What is answered where a second person has not agreed yet. */
export const pendingApproval = z
  .strictObject({ approvalId: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'PendingApproval' });
