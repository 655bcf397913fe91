import type { PolicyRecord } from '@temkin/kernel';
import type { FieldName } from '../record/fields.ts';
import type { Shown } from '../reads/read-policy.ts';

/** What bounds the codes by which people show that a number is theirs. */
export interface SelfCheckRules {
  /** Wrong and right ones that one code takes. */
  readonly tries: number;
  readonly lifeMinutes: number;
  /** How long a session lasts after the code was right. */
  readonly sessionMinutes: number;
}

/** Digits of a code. All the guesses that an hour has room for (messages × tries) meet one of 10⁸ codes once in 400 years. */
export const SELF_CHECK_CODE_DIGITS = 8;

export const selfCheckRules: readonly PolicyRecord<SelfCheckRules>[] = [
  {
    id: 'self-check-code',
    value: { tries: 5, lifeMinutes: 10, sessionMinutes: 30 },
    source:
      'Temkin default: a message takes a minute at worst; NIST SP 800-63B-4 §3.1.3.2 ends such codes after ten',
    validFrom: '2024-12-24',
  },
];

/**
 * How often codes are asked for and sent, in an hour (UTC). None of these ends a code or a session that somebody has, and none lasts
 * beyond its hour: a stranger, who must know the document besides, can make the holder wait and cannot shut them out.
 */
export interface SelfCheckLimits {
  /** Requests by one network, whatever they ask. */
  readonly requestsPerSource: number;
  /** Messages to one number at the instance of one network. */
  readonly sendsPerSourceAndNumber: number;
  /** Messages to one number. */
  readonly sendsPerNumber: number;
}

export const selfCheckLimits: readonly PolicyRecord<SelfCheckLimits>[] = [
  {
    id: 'self-check-limits',
    value: { requestsPerSource: 60, sendsPerSourceAndNumber: 2, sendsPerNumber: 5 },
    source:
      'Temkin default: many people share an address of a mobile network and few ask within one hour; one network cannot use up what a ' +
      'number has, and whoever uses it up with several has done so for an hour',
    validFrom: '2024-12-24',
  },
];

/** Milliseconds after which every request for a code is answered, and, where one takes longer, after a multiple of them. */
export const selfCheckAnswerStep: readonly PolicyRecord<number>[] = [
  {
    id: 'self-check-answer-step',
    value: 1_500,
    source:
      'Temkin default: longer than the store and a message gateway take, shorter than people wait without doubting',
    validFrom: '2024-12-24',
  },
];

/** How much one answer tells. */
export interface SelfCheckBounds {
  /** Records of the registry that have the document. */
  readonly people: number;
  /** Numbers; where there are more, the answer says that it is not complete. */
  readonly numbers: number;
}

export const selfCheckBounds: readonly PolicyRecord<SelfCheckBounds>[] = [
  {
    id: 'self-check-bounds',
    value: { people: 20, numbers: 60 },
    source:
      'Temkin default: what one event and one screen have room for; who has more asks at a point of registration',
    validFrom: '2024-12-24',
  },
];

/** What somebody sees of themselves, and how. What is not named is not shown. */
export type SelfCheckShown = Readonly<Partial<Record<FieldName, Shown>>>;

export const selfCheckShown: readonly PolicyRecord<SelfCheckShown>[] = [
  {
    id: 'self-check-shown',
    value: {
      name: 'full',
      birthDate: 'full',
      identity: 'masked',
      msisdn: 'full',
      registeredAt: 'full',
      serviceStart: 'full',
      state: 'full',
    },
    source:
      'Decree 163/2024 Art 25.5: whoever asks from a number, with the number of the document, is told name, birth date (of an ' +
      'organisation name and document) and all numbers; since when, Art 22.2. The identity number was said by who asks, and is not repeated',
    validFrom: '2024-12-24',
  },
];
