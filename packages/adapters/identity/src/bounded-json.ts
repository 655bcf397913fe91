import { boundedBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: each is a few lines of JSON. */
const LIMIT_BYTES = 16 * 1_024;

/**
 * What an answer says, of the shape that is expected; undefined where it is of another, or too long. Nothing of it is quoted: a source's
 * error may repeat the person that it is about.
 */
export const boundedJson = async <Shape>(
  answer: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const bytes = await boundedBytes(answer, LIMIT_BYTES);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
};
