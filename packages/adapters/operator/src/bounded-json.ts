import { boundedBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: each is a few lines of JSON. */
const LIMIT_BYTES = 16 * 1_024;

/**
 * What an answer says, of the shape that is expected; undefined where it is of another. Throws where it is too long, quoting
 * nothing of it: an operator's error may repeat the number that it is about.
 */
export const boundedJson = async <Shape>(
  answer: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const bytes = await boundedBytes(answer, LIMIT_BYTES);
  if (bytes === undefined) throw new Error('the network answers too much');
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
};
