import type { PolicyRecord } from '@temkin/kernel';
import { MAX_ANNOUNCEMENT_SECONDS } from './networks.ts';

const FROM = '2025-07-01';

/** Milliseconds for which one wish to an operator's network is waited for. */
export const networkWait: readonly PolicyRecord<number>[] = [
  {
    id: 'network-wait',
    value: 2_000,
    source:
      'Temkin default: a shipper who stands at a door waits for three wishes one after the other at most',
    validFrom: FROM,
  },
];

/** Seconds for which a network shows a name with a call that was announced to it. */
export const announcedSeconds: readonly PolicyRecord<number>[] = [
  {
    id: 'announced-seconds',
    value: MAX_ANNOUNCEMENT_SECONDS,
    source:
      'CAMARA VerifiedCaller r1.3 knows no word by which an announcement is taken back, so it outlives a revoked call by a minute ' +
      'at most',
    validFrom: FROM,
  },
];

/** Milliseconds for which a company's gateway of texts is waited for. */
export const citizenSendWait: readonly PolicyRecord<number>[] = [
  {
    id: 'citizen-send-wait',
    value: 5_000,
    source:
      'Temkin default: the gateway may tell a text again that was not answered, and the call goes on meanwhile',
    validFrom: FROM,
  },
];

/** For how long a gateway's message is remembered. */
export interface CitizenMessageRules {
  /** From when it is first taken until its answer is forgotten. */
  readonly answeredSeconds: number;
  /** Within which whoever answers it is done, or has failed and somebody else may. */
  readonly underWaySeconds: number;
}

export const citizenMessageRules: readonly PolicyRecord<CitizenMessageRules>[] = [
  {
    id: 'citizen-message-rules',
    value: { answeredSeconds: 600, underWaySeconds: 30 },
    source:
      'Temkin default: Standard Webhooks 1.0 takes five minutes of difference either way, so a message that somebody has picked up ' +
      'is too old ten minutes after it was taken first; a request is over within half a minute',
    validFrom: FROM,
  },
];
