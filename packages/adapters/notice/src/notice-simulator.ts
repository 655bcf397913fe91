import type { Message, NoticeGateway } from './gateway.ts';

/** A gateway that sends nothing and keeps what it was told. */
export interface NoticeSimulator extends NoticeGateway {
  /** In order; each message once, however often it was sent. */
  readonly sent: readonly Message[];
}

/** Keeps messages in memory, and hands each to `keep` where a developer is to find it. */
export const noticeSimulator = (
  keep: (notice: Message) => Promise<void> | void = () => undefined,
): NoticeSimulator => {
  const sent: Message[] = [];
  return {
    sent,
    send: async (notice, signal) => {
      signal.throwIfAborted();
      if (sent.some(({ noticeId }) => noticeId === notice.noticeId)) return;
      sent.push(notice);
      await keep(notice);
    },
  };
};
