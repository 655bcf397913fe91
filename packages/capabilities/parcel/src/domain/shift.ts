/** A shipper's tour of duty: what is in its custody can be read by that shipper while it is open. */
export interface Shift {
  /** 32 hexadecimal digits. */
  readonly shiftId: string;
  readonly shipper: string;
  readonly facility: string;
  readonly state: 'open' | 'closed';
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly closedAt?: number;
}

/** Whether a shift was closed at an instant. Of one closed nobody knows when, it is taken for closed ever since. */
export const isClosedAt = ({ state, closedAt = 0 }: Shift, atMilliseconds: number): boolean =>
  state === 'closed' && closedAt <= atMilliseconds;
