import type { Principal } from '@temkin/kernel';
import { decideCustody, type CustodyVerdict } from './decide-custody.ts';
import { decideDisclosure, type DisclosureVerdict } from './decide-disclosure.ts';
import type { DisclosureRule } from './disclosure-policy.ts';
import type { Parcel } from './parcel.ts';
import type { Shift } from './shift.ts';

/** Everything that loading one parcel is decided upon. */
export interface LoadQuestion {
  readonly principal: Principal;
  readonly parcel: Parcel;
  /** The principal's own shift as it stands. */
  readonly shift: Shift;
  /** Whether the label was scanned, which proves that the parcel is in hand. */
  readonly scanned: boolean;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
}

type Taking = Extract<CustodyVerdict, { allowed: true }>;

export type LoadVerdict =
  | {
      readonly allowed: true;
      /** The line of the policy that it is read by. */
      readonly rule: DisclosureRule;
      /** How the parcel comes into the shift's custody; absent where it is there already. */
      readonly taking?: Taking;
    }
  | {
      readonly allowed: false;
      readonly code:
        | Extract<DisclosureVerdict, { allowed: false }>['code']
        | Extract<CustodyVerdict, { allowed: false }>['code'];
    };

/** The scan that loading is, where the shift does not have the parcel yet. */
export const LOAD_EVENT = 'out-for-delivery';

/**
 * Decides what of a parcel goes into a shift's bundle, and whether the shift takes it for that: by the rules of custody for
 * a scan, and by the policy of disclosure for what its shipper may then read at the door. What the one allows and the other
 * does not is neither taken nor read.
 */
export const decideLoad = ({ principal, parcel, shift, scanned, occurredAt }: LoadQuestion): LoadVerdict => {
  const question = {
    principal,
    purpose: 'delivery',
    source: 'bundle',
    ...(shift.state === 'open' && { openShift: shift }),
  } as const;
  const held = decideDisclosure({ ...question, parcel });
  if (held.allowed) return { allowed: true, rule: held.rule };
  const taking = decideCustody({
    // As a shipper alone: what other roles may hand out by number, from a shelf or another shift, is no load.
    principal: { ...principal, roles: ['shipper'] },
    parcel,
    event: LOAD_EVENT,
    scanned,
    occurredAt,
    shift,
  });
  // A number names what the shift has: who has no label in hand is told that, and not that a label would help.
  if (!taking.allowed) return { allowed: false, code: scanned ? taking.code : held.code };
  const taken = decideDisclosure({ ...question, parcel: { ...parcel, ...taking.place } });
  return taken.allowed ? { allowed: true, rule: taken.rule, taking } : taken;
};
