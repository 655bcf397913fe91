import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '@temkin/kernel';
import { rfc3339 } from '@temkin/kernel';
import { noticeSimulator } from '@temkin/notice';

/**
 * Instead of a message gateway: a file, a JSON object a line, that only its owner can read, for it has telephone numbers and
 * codes in clear. Nothing removes lines from it.
 */
export const noticesFile = (path: string, clock: Clock) =>
  noticeSimulator(async ({ phone, text }) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const line = JSON.stringify({ time: rfc3339(clock.now()), to: phone, text });
    await appendFile(path, `${line}\n`, { mode: 0o600 });
  });
