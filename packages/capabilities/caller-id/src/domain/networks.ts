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
  readonly expiresAt: number;
}

/** A call that the network makes to both ends. */
export interface RingBack {
  readonly intentId: string;
  readonly tenant: string;
  readonly number: Msisdn;
  readonly caller: Msisdn;
  readonly callee: Msisdn;
}

/** What became of a wish: `conflict` where number and callee are bound to somebody else, `unsupported` where the network has no such service. */
export type NetworkVerdict =
  | { readonly outcome: 'done'; readonly lineId: string }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'unsupported' };

/**
 * The operator's network. Every method resolves by the signal's deadline or rejects, and is safe to say again under the same
 * `intentId`. What it throws quotes no number.
 */
export interface CallNetwork {
  /** CAMARA VerifiedCaller r1.3, `POST /pre-announce`. */
  announce(
    announcement: Announcement,
    signal: AbortSignal,
  ): Promise<Exclude<NetworkVerdict, { readonly outcome: 'conflict' }>>;
  /** Masking: 1:1 numbers, bound on condition that neither pair is bound already. */
  bind(binding: Binding, signal: AbortSignal): Promise<NetworkVerdict>;
  /** CAMARA ClickToDial, `POST /calls`. */
  ringBack(call: RingBack, signal: AbortSignal): Promise<NetworkVerdict>;
  /** Ends a call or a binding; what is not there is no fault. */
  release(line: { readonly tenant: string; readonly lineId: string }, signal: AbortSignal): Promise<void>;
}
