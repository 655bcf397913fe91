import type { MenuStep, SignedMessage } from '@temkin/caller-id/domain';
import type { KeypadPhone } from '@temkin/citizen-channel';
import { ORIGIN, type TestSystem } from './system.ts';

/** Where every gateway's messages come from: one address, however many telephones write. */
const GATEWAY_ADDRESS = '203.0.113.99';

/** The request by which a gateway hands a message on. */
export const messageRequest = (
  { id, timestamp, signature, content }: SignedMessage,
  company = 'demo',
  origin = ORIGIN,
): Request =>
  new Request(`${origin}/v1/public/${company}/citizen-messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    },
    body: content,
  });

/** What a gateway is answered. */
export interface HandedOn {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly outcome?: string;
    readonly step?: MenuStep;
  };
  readonly headers: Headers;
}

/** The company's gateway hands messages on to a system. */
export const citizenLine = (system: Pick<TestSystem, 'fetch'>, company = 'demo') => {
  const handOn = async (message: SignedMessage, to = company): Promise<HandedOn> => {
    const answer = await system.fetch(messageRequest(message, to), { clientAddress: GATEWAY_ADDRESS });
    return {
      status: answer.status,
      body: (await answer.json()) as HandedOn['body'],
      headers: answer.headers,
    };
  };

  return {
    handOn,

    /** Writes from a telephone, and reads what comes back. */
    texted: async (phone: KeypadPhone, text: string): Promise<string> => {
      const before = phone.texts.length;
      await handOn(phone.texted(text));
      return phone.texts.slice(before).join();
    },

    /** Calls the voice menu from a telephone; answers all steps. */
    inMenu: (phone: KeypadPhone, entries: readonly string[]): Promise<readonly MenuStep[]> =>
      phone.callMenu(async (message) => {
        const { status, body } = await handOn(message);
        if (body.step === undefined) throw new Error(`the menu is answered ${status} ${body.code}`);
        return body.step;
      }, entries),
  };
};
