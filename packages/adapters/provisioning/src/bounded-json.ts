import { concatBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: a hundred records and room. */
const LIMIT_BYTES = 64 * 1_024;

/**
 * What an answer says, of the shape that is expected; undefined where it is of another. Throws where it is too long, quoting nothing of
 * it: an error may repeat the number that it is about.
 */
export const boundedJson = async <Shape>(
  { body }: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > LIMIT_BYTES) throw new Error('the system answers too much');
    parts.push(part);
  }
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(concatBytes(...parts))));
  } catch {
    return undefined;
  }
};
