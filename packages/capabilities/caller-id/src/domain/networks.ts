/** One end of a call, E.164. */
export type Msisdn = string;

/** What a network is told of a call that is about to be made. */
export interface Announcement {
  /** Names the announcement to the network, which keeps it once however often it is told. */
  readonly intentId: string;
  readonly tenant: string;
  /** The number of our pool that rings. */
  readonly calling: Msisdn;
  readonly called: Msisdn;
  /** At most 32 characters. */
  readonly displayName: string;
  /** At most 32 characters. */
  readonly reason: string;
  /** Whole seconds, at most 60: there is no word by which an announcement is taken back. */
  readonly timeToLiveSeconds: number;
}

/** What binds a number of our pool to two others for a while (AXB): each of them reaches the other by it, and sees it alone. */
export interface Binding {
  readonly intentId: string;
  readonly tenant: string;
  /** X, of our pool. */
  readonly number: Msisdn;
  /** A: the shipper's line. */
  readonly caller: Msisdn;
  /** B: the recipient's. */
  readonly callee: Msisdn;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A call that the network makes to both ends, which both see `number`. */
export interface RingBack {
  readonly intentId: string;
  readonly tenant: string;
  readonly number: Msisdn;
  readonly caller: Msisdn;
  readonly callee: Msisdn;
}

/**
 * What became of a wish for a line: `conflict` where the number is bound for one of the two to somebody else, or an end is busy with
 * another call; `unsupported` where the network has no such service for that company.
 */
export type NetworkVerdict =
  | { readonly outcome: 'done'; readonly lineId: string }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'unsupported' };

/** What became of an announcement, which has no name of its own: it cannot be taken back. */
export type AnnouncementVerdict = { readonly outcome: 'done' } | { readonly outcome: 'unsupported' };

/** Seconds that an announcement may live. Source: design, caller-id.md (the network knows no word to take one back). */
export const MAX_ANNOUNCEMENT_SECONDS = 60;

/**
 * The operator's network. Every method resolves by the signal's deadline or rejects, and is safe to say again under the same
 * `intentId` and number. Whether a wish was taken is unknown where it rejects. What it throws quotes no number.
 */
export interface CallNetwork {
  /** CAMARA VerifiedCaller r1.3, `POST /pre-announce`. */
  announce(announcement: Announcement, signal: AbortSignal): Promise<AnnouncementVerdict>;
  /** Masking: bound on condition that neither end is bound to the number already, whichever way round. */
  bind(binding: Binding, signal: AbortSignal): Promise<NetworkVerdict>;
  /** CAMARA ClickToDial, `POST /calls`. */
  ringBack(call: RingBack, signal: AbortSignal): Promise<NetworkVerdict>;
  /** Ends a call or a binding; what is not there, or another company's, is no fault and stays as it is. */
  release(line: { readonly tenant: string; readonly lineId: string }, signal: AbortSignal): Promise<void>;
}

/** What a network says of a call that it makes: the recipient's telephone rings, is answered, and it is over. */
export const LINE_STATES = ['ringing', 'answered', 'ended', 'failed'] as const;

export type LineState = (typeof LINE_STATES)[number];

/** A network's word about a call. Words come late, twice and out of order. */
export interface LineReport {
  /** By which every wish of ours was named. */
  readonly intentId: string;
  readonly tenant: string;
  readonly state: LineState;
  /** Milliseconds since the epoch, by the network's clock. */
  readonly at: number;
}
