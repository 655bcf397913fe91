import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';
import { describe, expect, it } from 'vitest';
import { messageStore } from '../../packages/capabilities/webhook/src/store/messages.ts';
import { webhookStore } from '../../packages/capabilities/webhook/src/store/webhooks.ts';
import { sendWebhooks } from '../../packages/capabilities/webhook/src/usecases/send-webhooks.ts';

const NOTHING = { delivered: 0, failed: 0, buried: 0, disabled: false, remaining: false };
const RUN_MILLISECONDS = 60_000;

/** A sender of so many webhooks, each of which has a message that is due; `deliver` takes its time from the clock. */
const senderOf = async (count: number, sends: (served: readonly string[]) => boolean) => {
  const clock = testClock(0);
  const table = memoryTable();
  const [store, messages] = [webhookStore(table), messageStore(table)];
  for (let i = 0; i < count; i += 1) {
    const [tenant, webhookId] = [`tenant-${i}`, String(i).padStart(32, '0')];
    const webhook = {
      webhookId,
      url: 'https://receiver.example/',
      events: ['parcel.state-changed'],
      state: 'active',
      createdAt: 0,
      secret: { keyId: 'k', nonce: new Uint8Array(1), ciphertext: new Uint8Array(1) },
      madeBy: webhookId,
      createReceipt: { eventId: 'e', leaf: 'l' },
    } as const;
    const message = {
      messageId: 'm',
      subject: 's',
      body: '',
      dueAt: 0,
      failures: 0,
      expiresAtSeconds: 1_000_000,
    };
    const writes = [
      ...store.createWrites(tenant, webhook),
      messages.enqueueWrite({ tenant, webhookId }, message),
    ];
    await table.transact(writes, webhookId);
  }
  const served: string[] = [];
  const send = sendWebhooks({
    passOnNews: () => Promise.resolve([]),
    store,
    messages,
    clock,
    chance: () => 0,
    deliver: async ({ webhookId }, _webhook, isOver) => {
      served.push(webhookId);
      while (!isOver()) {
        clock.advance(50);
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      return { ...NOTHING, remaining: sends(served) };
    },
  });
  return { served, send };
};

describe('a run', () => {
  it('gives each webhook its turn, however many others would take all of it', async () => {
    const { served, send } = await senderOf(40, () => true);
    await send({ deadlineMilliseconds: RUN_MILLISECONDS });
    expect(new Set(served).size).toBe(40);
  });

  it('comes back to who has more to be sent', async () => {
    const { served, send } = await senderOf(1, (turns) => turns.length < 3);
    await send({ deadlineMilliseconds: RUN_MILLISECONDS });
    expect(served.length).toBe(3);
  });
});
