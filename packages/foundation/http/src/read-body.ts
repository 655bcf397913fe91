import { Refusal } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';
import type { Limits } from './limits.ts';

/** The first buffer; it doubles as long as bytes keep coming. */
const FIRST_BUFFER_BYTES = 16_384;

const tooLarge = (limit: number): Refusal =>
  new Refusal<GeneralCode>('REQUEST.TOO_LARGE', { detail: `A body has at most ${limit} bytes.` });

const cutShort = (): Refusal =>
  new Refusal<GeneralCode>('REQUEST.MALFORMED', { detail: 'The body ended before it was complete.' });

const grown = (buffer: Uint8Array, needed: number, limit: number): Uint8Array => {
  if (needed <= buffer.length) return buffer;
  const larger = new Uint8Array(Math.min(limit, Math.max(needed, buffer.length * 2)));
  larger.set(buffer);
  return larger;
};

/**
 * The bytes of a body. Reading stops, and the sender is told so, at the limit of size (`REQUEST.TOO_LARGE`, whatever
 * the content length claimed) and of time (`REQUEST.TIMEOUT`). Memory stays within twice the limit for any chunking.
 */
export const readBody = async (
  request: Request,
  { bodyBytes, bodyMilliseconds }: Pick<Limits, 'bodyBytes' | 'bodyMilliseconds'>,
): Promise<Uint8Array> => {
  if (Number(request.headers.get('content-length')) > bodyBytes) throw tooLarge(bodyBytes);
  if (request.body === null) return new Uint8Array();

  const reader = request.body.getReader();
  // Whether the sender takes note is its own affair: the answer does not wait for it.
  const hangUp = (): void => void reader.cancel().catch(() => undefined);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    hangUp();
  }, bodyMilliseconds);

  try {
    let buffer: Uint8Array = new Uint8Array(Math.min(bodyBytes, FIRST_BUFFER_BYTES));
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw cutShort();
      });
      if (late) {
        throw new Refusal<GeneralCode>('REQUEST.TIMEOUT', {
          detail: `A body arrives within ${bodyMilliseconds} ms.`,
        });
      }
      if (done) return buffer.subarray(0, length);
      if (length + value.length > bodyBytes) {
        hangUp();
        throw tooLarge(bodyBytes);
      }
      buffer = grown(buffer, length + value.length, bodyBytes);
      buffer.set(value, length);
      length += value.length;
    }
  } finally {
    clearTimeout(timer);
  }
};
