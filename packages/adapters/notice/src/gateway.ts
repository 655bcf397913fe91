import type { OwnNumberNotice } from '@temkin/caller-id/domain';
import type { Notice } from '@temkin/parcel/domain';
import type {
  ClaimNotice,
  NumberCodeNotice,
  SelfCheckNotice,
  SubscriptionNotice,
} from '@temkin/subscriber/domain';

/** A short message with a one-time code, of whichever capability. */
export type CodeNotice = Notice | OwnNumberNotice | SelfCheckNotice | NumberCodeNotice;

/** A short message, of whichever capability: one with a code, or one that says what becomes of a number or a claim. */
export type Message = CodeNotice | SubscriptionNotice | ClaimNotice;

/** Sends messages to telephones: the port of every capability that has some to send. */
export interface NoticeGateway {
  /** Resolves once the gateway has taken the message. Rejects where it has not, or where the signal is aborted. */
  send(notice: Message, signal: AbortSignal): Promise<void>;
}
