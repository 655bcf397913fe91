import { CHECK_RESULTS } from './check-results.ts';
import type { Msisdn } from './networks.ts';

/** A text to somebody who asked by text. */
export interface CitizenReply {
  /** Names the text to the gateway, which sends it once however often it is told: the id of the text that it answers. */
  readonly messageId: string;
  readonly tenant: string;
  /** The number that asked. */
  readonly to: Msisdn;
  /** See `isPlainText`. */
  readonly text: string;
}

/** A text from somebody, as a company's gateway hands it on. */
export interface CitizenText {
  readonly messageId: string;
  /** Whom the network says that it came from. */
  readonly from: Msisdn;
  readonly text: string;
}

/** What somebody has entered into the voice menu so far, as a company's gateway hands it on. */
export interface CitizenEntries {
  readonly messageId: string;
  readonly from: Msisdn;
  /** Each as it was ended by the hash key, in order. */
  readonly entries: readonly string[];
}

/** A message of a gateway, signed by the secret that it shares with us (Standard Webhooks 1.0). */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: string;
  /** One or several, with a space between them: `v1,<base64>`. */
  readonly signature: string;
  /** What was signed, after id and timestamp: JSON. */
  readonly content: string;
}

/** By which people without a data connection ask about calls: the company's gateway for texts and its voice menu. */
export interface CitizenChannel {
  /** Resolves once the gateway has taken the text. Rejects where it has not, or where the signal is aborted; quotes nothing. */
  send(reply: CitizenReply, signal: AbortSignal): Promise<void>;
  /** What a company's gateway says; undefined where it is not its word, is too old, or is none of these. */
  read(tenant: string, message: SignedMessage): CitizenText | CitizenEntries | undefined;
}

/** How a message is answered, in a word: by a result, by how to ask, or not at all because its number has asked too often. */
export const CITIZEN_ANSWERS = [...CHECK_RESULTS, 'help', 'silent'] as const;

export type AnswerWord = (typeof CITIZEN_ANSWERS)[number];
