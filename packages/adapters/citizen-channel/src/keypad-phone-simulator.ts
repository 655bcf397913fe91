import {
  isPlainText,
  type CitizenChannel,
  type CitizenEntries,
  type CitizenReply,
  type CitizenText,
  type MenuStep,
  type Msisdn,
} from '@temkin/caller-id/domain';
import type { Clock } from '@temkin/kernel';
import { inboundMessage } from './inbound-message.ts';
import { isGenuine, signMessage } from './standard-webhook.ts';

/** What a telephone without a data connection can do: ring and show a number, receive and send texts, press keys. */
export interface KeypadPhone {
  readonly number: Msisdn;
  /** Texts that came in, in order. */
  readonly texts: readonly string[];
  /** Numbers, and names where the network shows one, that were on the screen when it rang. */
  readonly screens: readonly { readonly shows: Msisdn; readonly displayName?: string }[];
  /** It rings, and is answered. */
  rings(call: { readonly shows: Msisdn; readonly displayName?: string }): 'answers';
  /** What the company's gateway makes of a text from this telephone, signed. */
  texted(text: string): ReturnType<typeof signMessage>;
  /** What it makes of the keys that were pressed in its voice menu so far, each entry ended by the hash key. */
  pressed(entries: readonly string[]): ReturnType<typeof signMessage>;
  /** Calls the voice menu and presses what is given, one entry after each step. Answers all steps. */
  callMenu(
    answer: (message: ReturnType<typeof signMessage>) => Promise<MenuStep>,
    entries: readonly string[],
  ): Promise<readonly MenuStep[]>;
}

/** A company's gateway, and the keypad telephones that it reaches. */
export interface KeypadPhoneSimulator extends CitizenChannel {
  /** The telephone of a number; the same each time. */
  phone(number: Msisdn): KeypadPhone;
}

/**
 * Telephones that no network reaches but this one, and their gateway, whose messages are signed as a real one's are. A text that
 * does not fit one message of plain letters is refused, for such a telephone would show it in pieces or not at all.
 */
export const keypadPhoneSimulator = ({
  clock,
  secret,
  keep = () => undefined,
}: {
  readonly clock: Clock;
  /** Shared with whoever listens to the gateway. */
  readonly secret: string;
  /** Is handed each text besides, once, where a developer is to find it. */
  readonly keep?: (reply: CitizenReply) => Promise<void> | void;
}): KeypadPhoneSimulator => {
  const phones = new Map<Msisdn, KeypadPhone>();
  const inboxes = new Map<Msisdn, string[]>();
  const taken = new Set<string>();
  let told = 0;

  const inbox = (number: Msisdn): string[] => {
    const texts = inboxes.get(number) ?? [];
    inboxes.set(number, texts);
    return texts;
  };

  const tell = (said: object) =>
    signMessage(secret, { id: `simulated-${(told += 1)}`, content: JSON.stringify(said) }, clock.now());

  const make = (number: Msisdn): KeypadPhone => {
    const screens: { readonly shows: Msisdn; readonly displayName?: string }[] = [];
    const pressed: KeypadPhone['pressed'] = (entries) => tell({ kind: 'keys', from: number, entries });
    return {
      number,
      texts: inbox(number),
      screens,
      rings: ({ shows, displayName }) => {
        screens.push({ shows, ...(displayName !== undefined && { displayName }) });
        return 'answers';
      },
      texted: (text) => tell({ kind: 'text', from: number, text }),
      pressed,
      callMenu: async (answer, entries) => {
        const steps: MenuStep[] = [];
        for (let entered = 0; entered <= entries.length; entered += 1) {
          const step = await answer(pressed(entries.slice(0, entered)));
          steps.push(step);
          if (step.next === 'hang-up') break;
        }
        return steps;
      },
    };
  };

  return {
    phone: (number) => {
      const phone = phones.get(number) ?? make(number);
      phones.set(number, phone);
      return phone;
    },
    send: async (reply, signal) => {
      signal.throwIfAborted();
      const { messageId, to, text } = reply;
      if (!isPlainText(text)) throw new Error('a text to a citizen fits one message of plain letters');
      if (taken.has(messageId)) return;
      taken.add(messageId);
      inbox(to).push(text);
      await keep(reply);
    },
    read: (_, message): CitizenText | CitizenEntries | undefined =>
      isGenuine(secret, message, clock.now()) ? inboundMessage(message) : undefined,
  };
};
