import type { OwnNumberNotice } from '@temkin/caller-id/domain';
import type { Notice } from '@temkin/parcel/domain';

/** A short message with a one-time code, of whichever capability. */
export type CodeNotice = Notice | OwnNumberNotice;

/** Sends messages to telephones: the port of every capability that has codes to send. */
export interface NoticeGateway {
  /** Resolves once the gateway has taken the message. Rejects where it has not, or where the signal is aborted. */
  send(notice: CodeNotice, signal: AbortSignal): Promise<void>;
}
