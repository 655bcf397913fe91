import { concatBytes } from './encoding.ts';

/** The body of a request or an answer; undefined where it is longer than so many bytes, of which no more is read then. */
export const boundedBytes = async (
  { body }: Pick<Response, 'body'>,
  limitBytes: number,
): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > limitBytes) return undefined;
    parts.push(part);
  }
  return concatBytes(...parts);
};
