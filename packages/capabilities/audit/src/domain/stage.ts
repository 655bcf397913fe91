import { concatBytes, utf8 } from '@temkin/kernel';

/** What a log grows by, as it will be laid out. */
export interface Stage {
  /** The events, which leave the outbox. */
  readonly eventIds: readonly string[];
  readonly blobs: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const NEWLINE = 0x0a;

interface Contents {
  readonly eventIds: readonly string[];
  readonly blobs: readonly { readonly name: string; readonly length: number }[];
}

/** The bytes of a stage: a line of JSON that lists what it holds, then the bytes of the blobs, one after another. */
export const toStageBytes = ({ eventIds, blobs }: Stage): Uint8Array => {
  const contents: Contents = {
    eventIds,
    blobs: blobs.map(({ name, bytes }) => ({ name, length: bytes.length })),
  };
  return concatBytes(utf8(`${JSON.stringify(contents)}\n`), ...blobs.map(({ bytes }) => bytes));
};

/** The stage that was stored. Throws where its bytes are not as many as it lists: they are ours, and were cut. */
export const fromStageBytes = (stored: Uint8Array): Stage => {
  const end = stored.indexOf(NEWLINE);
  const { eventIds, blobs } = JSON.parse(new TextDecoder().decode(stored.subarray(0, end))) as Contents;
  let at = end + 1;
  const read = blobs.map(({ name, length }) => ({ name, bytes: stored.subarray(at, (at += length)) }));
  if (at !== stored.length) throw new Error('a stage of the log is not whole');
  return { eventIds, blobs: read };
};
