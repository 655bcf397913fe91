import { concatBytes } from '@temkin/kernel';
import type * as z from 'zod';

/** The longest answer that is read, in bytes: each is a few lines of JSON. */
const LIMIT_BYTES = 16 * 1_024;

const readBytes = async ({ body }: Response): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > LIMIT_BYTES) throw new Error('the network answers too much');
    parts.push(part);
  }
  return concatBytes(...parts);
};

/**
 * What an answer says, of the shape that is expected; undefined where it is of another. Throws where it is too long, quoting
 * nothing of it: an operator's error may repeat the number that it is about.
 */
export const boundedJson = async <Shape>(
  answer: Response,
  schema: z.ZodType<Shape>,
): Promise<Shape | undefined> => {
  const bytes = await readBytes(answer);
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
};
