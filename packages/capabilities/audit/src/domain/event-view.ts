/** An event as auditors read it. */
export interface EventView {
  readonly eventId: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly action: string;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly reason?: string;
  readonly actor: { readonly pseudonym: string; readonly role: string; readonly facility?: string };
  readonly resources: readonly {
    readonly type: string;
    readonly pseudonym: string;
    /** The version that the change made. */
    readonly version?: number;
  }[];
  readonly purpose?: string;
  readonly groups?: readonly string[];
  readonly policies?: readonly string[];
  readonly change?: string;
  readonly fields?: readonly string[];
  readonly grounds?: string;
  readonly flags?: readonly string[];
}
