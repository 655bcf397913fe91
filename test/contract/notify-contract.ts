import type { CodeNotice as Notice, Message, NoticeGateway as Notify } from '@temkin/notice';
import { expect, it } from 'vitest';

/** A port to telephones, and what whoever stands behind it was told. */
export interface NotifyUnderTest {
  readonly notify: Notify;
  readonly received: () => readonly Pick<Message, 'noticeId' | 'phone' | 'text' | 'code' | 'kind'>[];
}

export const notice = (noticeId: string): Notice => ({
  noticeId,
  tenant: 'demo',
  phone: '+84912345678',
  kind: 'history-code',
  code: '01234567',
  text: '01234567 la ma',
});

/** What holds for every adapter of `Notify`, and for its simulator. */
export const notifyContract = (open: () => NotifyUnderTest): void => {
  it('hands over what it is told, once it resolves', async () => {
    const { notify, received } = open();
    await notify.send(notice('one'), AbortSignal.timeout(5_000));
    const { noticeId, phone, text, code, kind } = notice('one');
    expect(received()).toEqual([{ noticeId, phone, text, code, kind }]);
  });

  it('hands over a message without a code, and makes none up', async () => {
    const { notify, received } = open();
    const told = {
      noticeId: 'told',
      phone: '+84912345678',
      kind: 'subscription-wrong-information',
      text: 'Thong tin thue bao cua so nay chua dung.',
    } as const;
    await notify.send({ ...told, tenant: 'demo' }, AbortSignal.timeout(5_000));
    expect(received()).toEqual([told]);
  });

  it('names a message, so that one that is sent again is known again', async () => {
    const { notify, received } = open();
    for (const id of ['one', 'one', 'two']) await notify.send(notice(id), AbortSignal.timeout(5_000));
    expect(new Set(received().map(({ noticeId }) => noticeId))).toEqual(new Set(['one', 'two']));
  });

  it('sends nothing once it is too late', async () => {
    const { notify, received } = open();
    await expect(notify.send(notice('late'), AbortSignal.abort())).rejects.toThrow('abort');
    expect(received()).toEqual([]);
  });
};
