import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2026-11-22';

/** Minutes for which a signed address of an upload or a download is good. */
export const transferMinutes: readonly PolicyRecord<number>[] = [
  {
    id: 'transfer-minutes',
    value: 15,
    source:
      'Temkin default: enough for the largest part at 150 kbit/s; whoever needs longer asks again, and what an address leads to is sealed',
    validFrom: FROM,
  },
];

/** Bytes of one upload, at most. What is larger comes in parts. */
export const uploadBytes: readonly PolicyRecord<number>[] = [
  {
    id: 'upload-bytes',
    value: 16_777_216,
    source:
      'Temkin default: a worker holds a part in memory twice, sealed and open, and a function has 512 MB',
    validFrom: FROM,
  },
];
