import * as z from 'zod';

/** What can befall one item of many as it can a whole request. */
export const GENERAL_ITEM_CODES = [
  'ACCESS.CHANGED',
  'AUDIT.UNAVAILABLE',
  'STORE.UNAVAILABLE',
  'STORE.OUTCOME_UNKNOWN',
  'REQUEST.OUT_OF_TIME',
] as const;

/** The problem of one item of many; the codes are those that can occur. */
export const itemProblem = (codes: readonly string[]) =>
  z.strictObject({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    code: z.string().meta({ enum: codes }),
    detail: z.string().exactOptional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .readonly()
      .exactOptional(),
    finalFrom: z.iso.datetime().exactOptional(),
  });
