/** What the log says of an event, as far as a parcel's history goes. */
export interface LoggedEvent {
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  /** Roles, parted by spaces. */
  readonly role: string;
  readonly purpose?: string;
  /** Whose number opened a history. */
  readonly grounds?: string;
  /** The staff member's facility. */
  readonly facility?: string;
}

/** What became of the data: shown, put on a device for a shift, found by a telephone number, listed to its own people. */
export const HISTORY_ACTS = ['read', 'made-readable-off-line', 'found-by-phone', 'history-shown'] as const;

export type HistoryAct = (typeof HISTORY_ACTS)[number];

/** Events that disclose something of a parcel's people; any other moves the parcel or tells only where it is. */
const DISCLOSING: Readonly<Record<string, HistoryAct>> = {
  'parcel.resolve': 'read',
  'parcel.open': 'read',
  'shift.load': 'made-readable-off-line',
  'parcel.search': 'found-by-phone',
  'parcel.history': 'history-shown',
};

/** One line of a history; of whoever it was, no more than this. */
export interface HistoryRead {
  readonly time: string;
  readonly act: HistoryAct;
  /** A role of the company, or which party of the parcel looked at its history. */
  readonly role: string;
  readonly purpose: string;
  readonly facility?: string;
}

/** The lines of a history. What was refused disclosed nothing and is no line. */
export const historyReads = (events: readonly LoggedEvent[]): readonly HistoryRead[] =>
  events.flatMap(({ time, action, outcome, role, purpose, grounds, facility }) => {
    const act = DISCLOSING[action];
    if (act === undefined || outcome !== 'allowed') return [];
    return [
      {
        time,
        act,
        role: act === 'history-shown' ? (grounds ?? role) : role,
        purpose: purpose ?? (act === 'made-readable-off-line' ? 'delivery' : 'history'),
        ...(facility !== undefined && { facility }),
      },
    ];
  });
