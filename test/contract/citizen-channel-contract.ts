import type { CitizenChannel } from '@temkin/caller-id/domain';
import type { KeypadPhone } from '@temkin/citizen-channel';
import { expect, it } from 'vitest';
import type { TestClock } from '../support/test-clock.ts';

/** A channel, and the telephones that it reaches. `nobody` is a company without a gateway, or of another secret. */
export interface CitizenChannelUnderTest {
  readonly channel: CitizenChannel;
  readonly phone: (number: string) => KeypadPhone;
  readonly clock: TestClock;
}

const NUMBER = '+84912345678';

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** What holds for every adapter of `CitizenChannel`, and for its simulator. */
export const citizenChannelContract = (open: () => CitizenChannelUnderTest): void => {
  const reply = { messageId: 'one', tenant: 'demo', to: NUMBER, text: 'Kiem tra cuoc goi' };

  it('sends a text to the number that asked, once however often it is told', async () => {
    const { channel, phone } = open();
    for (let times = 0; times < 2; times += 1) await channel.send(reply, soon());
    await channel.send({ ...reply, messageId: 'two', text: 'Hai' }, soon());
    expect(phone(NUMBER).texts).toEqual(['Kiem tra cuoc goi', 'Hai']);
    expect(phone('+84912345679').texts).toEqual([]);
  });

  it.each([
    ['letters that not every telephone has', 'Kiểm tra'],
    ['more than one message', 'x'.repeat(161)],
    ['nothing', ''],
  ])('sends no text of %s', async (_, text) => {
    const { channel, phone } = open();
    await expect(channel.send({ ...reply, text }, soon())).rejects.toThrow('one message');
    expect(phone(NUMBER).texts).toEqual([]);
  });

  it('sends nothing once it is too late', async () => {
    const { channel, phone } = open();
    await expect(channel.send(reply, AbortSignal.abort())).rejects.toThrow('abort');
    expect(phone(NUMBER).texts).toEqual([]);
  });

  it('reads what somebody has written, and what they have pressed, and from which number', () => {
    const { channel, phone } = open();
    const written = phone(NUMBER).texted('KT 0901234567');
    expect(channel.read('demo', written)).toEqual({
      messageId: written.id,
      from: NUMBER,
      text: 'KT 0901234567',
    });
    const pressed = phone(NUMBER).pressed(['0901234567', '']);
    expect(channel.read('demo', pressed)).toEqual({
      messageId: pressed.id,
      from: NUMBER,
      entries: ['0901234567', ''],
    });
  });

  it('believes no message that was changed, that somebody else signed, or that is older than five minutes', () => {
    const { channel, phone, clock } = open();
    const message = phone(NUMBER).texted('KT 0901234567');
    const changed = [
      { ...message, id: 'another' },
      { ...message, timestamp: String(Number(message.timestamp) + 1) },
      { ...message, timestamp: '1e9' },
      { ...message, content: message.content.replace('0901234567', '0901234568') },
      { ...message, signature: `v1,${'A'.repeat(43)}=` },
      { ...message, signature: message.signature.replace('v1', 'v2') },
      { ...message, signature: '' },
    ];
    for (const other of changed) expect(channel.read('demo', other)).toBeUndefined();
    expect(channel.read('demo', { ...message, signature: `v1,other ${message.signature}` })).toBeDefined();
    clock.advance(301_000);
    expect(channel.read('demo', message)).toBeUndefined();
  });
};
