/**
 * How a call reaches its recipient: both are rung back and see a number of the pool under the company's name; the shipper dials a
 * number of the pool that is bound to the recipient; the shipper's app calls over the data network; the shipper dials the same
 * masking number from the own SIM. None shows the recipient's number, and each degrades to the next.
 */
export const CALL_MODES = ['branded', 'masked', 'data', 'own-sim'] as const;

export type CallMode = (typeof CALL_MODES)[number];

/** Whether a call was declared before it was made, or after one made where there was no coverage. */
export type DeclaredWhen = 'before' | 'late';
