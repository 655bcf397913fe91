import type { PolicyRecord } from '@temkin/kernel';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import type { HolderKind, SubscriptionState } from '../record/subscriber-record.ts';

/** What bounds the codes that are sent to an earlier number of whoever registers a further one. */
export interface NumberCodeRules {
  /** Wrong and right ones that one code takes. */
  readonly tries: number;
  readonly lifeMinutes: number;
  /** Messages to one number in an hour (UTC). None of them ends a code that somebody has. */
  readonly sendsPerHour: number;
  /** How long the gateway is waited for. */
  readonly sendSeconds: number;
}

/** Digits of a code. All the guesses that an hour has room for (messages × tries) meet one of 10⁸ codes once in 400 years. */
export const NUMBER_CODE_DIGITS = 8;

export const numberCodeRules: readonly PolicyRecord<NumberCodeRules>[] = [
  {
    id: 'number-code',
    value: { tries: 5, lifeMinutes: 10, sendsPerHour: 5, sendSeconds: 8 },
    source:
      'Decree 163/2024 Art 18.2.b asks for the code and says nothing of its life; Temkin default: a message takes a minute at worst, NIST SP ' +
      '800-63B-4 §3.1.3.2 ends such codes after ten, and somebody stands at a counter',
    validFrom: '2024-12-24',
  },
];

/** A number of a holder, as far as a code may be sent to it. */
export interface CodeNumber {
  readonly subscriptionId: string;
  readonly clear: { readonly use: NumberUse; readonly registeredAt?: number };
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
  /** When its holder was last verified for it; milliseconds since the epoch. */
  readonly verifiedAt?: number;
  readonly standing: { readonly state: SubscriptionState };
}

const since = ({ clear, recordedAt }: CodeNumber): number => clear.registeredAt ?? recordedAt;

/** Whether a holder has numbers that codes are sent to. None of an organisation's is: another person answers each. */
export const isSentCodes = (holder: HolderKind): boolean => holder !== 'organisation';

/**
 * Which of a holder's numbers may be sent the code for another one of theirs, the latest first: those between people that are active,
 * whose holder was verified for them, and that were not registered after it; none where the holder is sent none (`isSentCodes`). One
 * whose information is held to be wrong is not to be sent it either, which its timeline says.
 */
export const earlierNumbers = <Number extends CodeNumber>(
  numbers: readonly Number[],
  { of, holder }: { readonly of: CodeNumber; readonly holder: HolderKind },
): readonly Number[] =>
  numbers
    .filter(
      (one) =>
        isSentCodes(holder) &&
        one.subscriptionId !== of.subscriptionId &&
        one.clear.use === 'person' &&
        one.standing.state === 'active' &&
        one.verifiedAt !== undefined &&
        since(one) <= since(of),
    )
    .toSorted((a, b) => since(b) - since(a));

/** A short message with a one-time code to a number whose holder registers a further one. */
export interface NumberCodeNotice {
  /** Names the message to the gateway, which sends it once however often it is told. */
  readonly noticeId: string;
  /** On whose behalf. */
  readonly tenant: string;
  /** E.164. */
  readonly phone: string;
  /** What it is about, for a gateway that has texts of its own to be approved by networks. */
  readonly kind: 'registration-code';
  /** The characters of the one-time code, which `text` has too. */
  readonly code: string;
  /** In letters that every telephone shows in one message (3GPP TS 23.038 §6.2.1, 160 characters). */
  readonly text: string;
}

/** Sends such messages by whoever the company has for that. */
export interface SendNumberCode {
  /** Resolves once the gateway has taken the message. Rejects where it has not, or where the signal is aborted. */
  send(notice: NumberCodeNotice, signal: AbortSignal): Promise<void>;
}

/** What a code for a further number is sent with. */
export const numberCodeText = (code: string, minutes: number): string =>
  `${code} la ma xac nhan dang ky them thue bao dung ten ban. Het han sau ${minutes} phut. Neu ban khong dang ky, khong dua ma nay cho bat ky ai.`;
