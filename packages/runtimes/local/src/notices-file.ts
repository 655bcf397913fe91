import type { Clock } from '@temkin/kernel';
import { noticeSimulator } from '@temkin/notice';
import { noticeLines } from './notice-lines.ts';

/** Instead of a message gateway: lines of a file (`noticeLines`). */
export const noticesFile = (path: string, clock: Clock) => {
  const keep = noticeLines(path, clock);
  return noticeSimulator(({ phone, text }) => keep({ to: phone, text }));
};
