/** A body of exactly so many bytes; undefined where it has fewer, or more, of which no further one is read. */
export const readExactly = async (
  body: ReadableStream<Uint8Array> | null,
  bytes: number,
): Promise<Uint8Array | undefined> => {
  if (body === null) return undefined;
  const read = new Uint8Array(bytes);
  let length = 0;
  for await (const part of body) {
    if (length + part.length > bytes) return undefined;
    read.set(part, length);
    length += part.length;
  }
  return length === bytes ? read : undefined;
};
