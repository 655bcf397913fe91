/** A short message about a number to that number. */
export interface SubscriptionNotice {
  /** Names the message to the gateway, which sends it once however often it is told. */
  readonly noticeId: string;
  /** On whose behalf. */
  readonly tenant: string;
  /** E.164. */
  readonly phone: string;
  /** What it is about, for a gateway that has texts of its own to be approved by networks. */
  readonly kind: 'subscription-wrong-information' | 'subscription-device-change';
  /** It has none. */
  readonly code?: undefined;
  /** In letters that every telephone shows in one message (3GPP TS 23.038 §6.2.1, 160 characters). */
  readonly text: string;
}

/** Sends such messages by whoever the company has for that. */
export interface SendSubscriptionNotice {
  /** Resolves once the gateway has taken the message. Rejects where it has not, or where the signal is aborted. */
  send(notice: SubscriptionNotice, signal: AbortSignal): Promise<void>;
}
