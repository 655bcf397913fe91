import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rfc3339, type Clock } from '@temkin/kernel';

/** What a telephone would be sent. */
export interface NoticeLine {
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/**
 * Instead of whatever sends messages: a file, a JSON object a line, that only its owner can read, for it has telephone numbers
 * and codes in clear. Nothing removes lines from it.
 */
export const noticeLines =
  (path: string, clock: Clock) =>
  async ({ to, text }: NoticeLine): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const line = JSON.stringify({ time: rfc3339(clock.now()), to, text });
    await appendFile(path, `${line}\n`, { mode: 0o600 });
  };
