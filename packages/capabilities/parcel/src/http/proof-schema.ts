import { once } from '@temkin/kernel';
import * as z from 'zod';
import { PROOFS } from '../domain/index.ts';

/** By what a hand-over can be shown, as it is reported and as it is told in a dispute. */
export const proof = once(() =>
  z.strictObject({
    kind: z.enum(PROOFS),
    reference: z
      .string()
      .min(1)
      .max(64)
      .exactOptional()
      .meta({ description: 'Where the company keeps the proof. Kept sealed, as all of it.' }),
  }),
);
