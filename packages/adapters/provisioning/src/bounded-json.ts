import { boundedBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: a hundred records and room. */
const LIMIT_BYTES = 64 * 1_024;

/**
 * What an answer says, of the shape that is expected; undefined where it is of another. Throws where it is too long, quoting nothing of
 * it: an error may repeat the number that it is about.
 */
export const boundedJson = async <Shape>(
  answer: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const bytes = await boundedBytes(answer, LIMIT_BYTES);
  if (bytes === undefined) throw new Error('the system answers too much');
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
};
