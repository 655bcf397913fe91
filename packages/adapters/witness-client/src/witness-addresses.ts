import * as z from 'zod';
import type { WitnessAddress } from './http-witnesses.ts';

/** Witnesses as an environment variable names them: JSON, `[{"vkey": "name+id+base64", "url": "https://…"}]`. */
export const witnessAddresses = (protocol: RegExp): z.ZodType<readonly WitnessAddress[], string> =>
  z
    .string()
    .transform((value, context): unknown => {
      try {
        return JSON.parse(value);
      } catch {
        context.addIssue({ code: 'custom', message: 'JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.array(z.strictObject({ vkey: z.string().min(1), url: z.url({ protocol }) })));
