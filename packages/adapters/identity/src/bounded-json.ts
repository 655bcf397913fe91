import { concatBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: each is a few lines of JSON. */
const LIMIT_BYTES = 16 * 1_024;

/**
 * What an answer says, of the shape that is expected; undefined where it is of another, or too long. Nothing of it is quoted: a source's
 * error may repeat the person that it is about.
 */
export const boundedJson = async <Shape>(
  { body }: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > LIMIT_BYTES) return undefined;
    parts.push(part);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(concatBytes(...parts));
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};
