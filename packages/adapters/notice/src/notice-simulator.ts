import type { Notice, Notify } from '@temkin/parcel/domain';

/** A gateway that sends nothing and keeps what it was told. */
export interface NoticeSimulator extends Notify {
  /** In order; each message once, however often it was sent. */
  readonly sent: readonly Notice[];
}

/** Keeps messages in memory, and hands each to `keep` where a developer is to find it. */
export const noticeSimulator = (
  keep: (notice: Notice) => Promise<void> | void = () => undefined,
): NoticeSimulator => {
  const sent: Notice[] = [];
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
