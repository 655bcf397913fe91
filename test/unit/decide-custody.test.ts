import { ROLES, type Role } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  CLOSED_STATES,
  CUSTODY_EVENTS,
  decideCustody,
  PARCEL_STATES,
  type CustodyEventName,
  type ParcelState,
} from '../../packages/capabilities/parcel/src/domain/index.ts';
import {
  FACILITIES,
  HOLDER_NAMES,
  questionOf,
  SHIFT_NAMES,
  SHIFTS,
  type Scanning,
} from './custody-questions.ts';

const EVERY_SCAN: readonly Scanning[] = CUSTODY_EVENTS.flatMap((event) =>
  PARCEL_STATES.flatMap((state) =>
    HOLDER_NAMES.flatMap((holder) =>
      [true, false].flatMap((scanned) =>
        FACILITIES.flatMap((facility) =>
          SHIFT_NAMES.map((shift) => ({ event, state, holder, scanned, facility, shift })),
        ),
      ),
    ),
  ),
);

/** Whether the facility `here` has the parcel, on its shelf or with one of its shippers. */
const weHaveIt = ({ holder }: Scanning): boolean => ['here', 'mine', 'hers'].includes(holder);

const open = ({ shift }: Scanning): boolean => shift !== undefined && SHIFTS[shift]?.state === 'open';

/** By number only what lies on our own shelf; what is out with a shipper must be scanned. */
const inHand = ({ scanned, holder }: Scanning): boolean => scanned || holder === 'here';

const atOurFacility = (scan: Scanning): boolean => scan.facility === 'here' && inHand(scan);

const handedOutByUs = (scan: Scanning): boolean =>
  weHaveIt(scan) && inHand(scan) && open(scan) && scan.shift !== 'theirs';

const closedByUs = (scan: Scanning): boolean => weHaveIt(scan) && inHand(scan) && scan.shift !== 'theirs';

const fromMyShift = ({ holder, shift }: Scanning): boolean => holder === 'mine' && shift === 'mine';

/** parcel.md, "Who may move it", by hand: who may report what, and when. */
const PAGE: Readonly<Record<CustodyEventName, Partial<Record<Role, (scan: Scanning) => boolean>>>> = {
  accepted: {
    'order-system': ({ facility }) => facility !== undefined,
    sorter: atOurFacility,
    'desk-clerk': atOurFacility,
    dispatcher: atOurFacility,
  },
  arrived: {
    'order-system': ({ facility }) => facility !== undefined,
    sorter: atOurFacility,
    'desk-clerk': atOurFacility,
    dispatcher: atOurFacility,
  },
  'out-for-delivery': {
    'order-system': open,
    'desk-clerk': handedOutByUs,
    dispatcher: handedOutByUs,
    shipper: (scan) =>
      scan.scanned && scan.holder === 'here' && (scan.shift === 'mine' || scan.shift === 'my next'),
  },
  delivered: { 'order-system': () => true, 'desk-clerk': closedByUs, shipper: fromMyShift },
  returned: { 'order-system': () => true, 'desk-clerk': closedByUs, shipper: fromMyShift },
};

/** What becomes of the parcel, and the states in which nobody wonders. */
const BECOMES: Readonly<Record<CustodyEventName, readonly [ParcelState, readonly ParcelState[]]>> = {
  accepted: ['accepted', ['issued', 'awaiting-collection']],
  arrived: ['at-facility', ['accepted', 'in-transit', 'out-for-delivery', 'attempted', 'refused']],
  'out-for-delivery': ['out-for-delivery', ['at-facility']],
  delivered: ['delivered', ['out-for-delivery', 'at-facility', 'attempted']],
  returned: ['returned', ['returning', 'at-facility']],
};

const holderAfter = ({ event, facility, shift = 'none' }: Scanning) => {
  if (event === 'accepted' || event === 'arrived') return { type: 'facility', id: facility };
  const named = SHIFTS[shift];
  return event === 'out-for-delivery' && named !== undefined
    ? { type: 'shift', id: named.shiftId, shipper: named.shipper, facility: named.facility }
    : undefined;
};

const isClosed = ({ state }: Scanning): boolean => CLOSED_STATES.includes(state);

/** What is wrong with whom the parcel is to go to, and not with who asks. */
const CLAIMS = new Set(['PARCEL.HOLDER_INVALID', 'PARCEL.SHIFT_CLOSED']);

const ANY_SCAN: Scanning = {
  event: 'arrived',
  state: 'accepted',
  holder: 'nobody',
  scanned: false,
  facility: 'here',
};

describe('the rules of custody', () => {
  it.each(ROLES)('let %s do what the page says and nothing else', (role) => {
    const differences = EVERY_SCAN.filter((scan) => {
      const verdict = decideCustody(questionOf([role], scan));
      const due = !isClosed(scan) && PAGE[scan.event][role]?.(scan) === true;
      return verdict.allowed !== due;
    });
    expect(differences).toEqual([]);
  });

  it('move the parcel to the state and holder of the event, and flag a state it is not expected in', () => {
    const wrong = ROLES.flatMap((role) =>
      EVERY_SCAN.filter((scan) => {
        const verdict = decideCustody(questionOf([role], scan));
        if (!verdict.allowed) return false;
        const [state, expectedFrom] = BECOMES[scan.event];
        const flags = expectedFrom.includes(scan.state) ? '' : 'skipped-scan';
        const due = JSON.stringify([state, holderAfter(scan), flags]);
        return JSON.stringify([verdict.state, verdict.holder, verdict.flags.join()]) !== due;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('name a closed parcel closed to whoever could move it were it open, and to nobody else', () => {
    const wrong = ROLES.flatMap((role) =>
      EVERY_SCAN.filter((scan) => {
        const verdict = decideCustody(questionOf([role], scan));
        const closed = !verdict.allowed && verdict.code === 'PARCEL.CLOSED';
        const mayMove = decideCustody(questionOf([role], { ...scan, state: 'accepted' }));
        return closed && !(isClosed(scan) && (mayMove.allowed || CLAIMS.has(mayMove.code)));
      }),
    );
    expect(wrong).toEqual([]);
    const source = questionOf(['order-system'], { ...ANY_SCAN, state: 'delivered' });
    expect(decideCustody(source)).toEqual({ allowed: false, code: 'PARCEL.CLOSED' });
  });

  it('flag every open state that an event is not expected in, and refuse none', () => {
    const openStates = PARCEL_STATES.filter((state) => !CLOSED_STATES.includes(state));
    for (const event of CUSTODY_EVENTS)
      for (const state of openStates) {
        const scan: Scanning = {
          event,
          state,
          holder: 'here',
          scanned: true,
          facility: 'here',
          shift: 'mine',
        };
        const verdict = decideCustody(questionOf(['order-system'], scan));
        expect(verdict).toMatchObject({
          allowed: true,
          flags: BECOMES[event][1].includes(state) ? [] : ['skipped-scan'],
        });
      }
  });

  it('let no shipper take what the own facility does not hold, token or not', () => {
    const taken = EVERY_SCAN.filter(
      (scan) =>
        scan.event === 'out-for-delivery' &&
        scan.holder !== 'here' &&
        decideCustody(questionOf(['shipper'], scan)).allowed,
    );
    expect(taken).toEqual([]);
  });

  it('let nobody without a facility act for one', () => {
    const allowed = (['sorter', 'desk-clerk', 'dispatcher', 'shipper'] as const).flatMap((role) =>
      EVERY_SCAN.filter((scan) => {
        const { principal, ...question } = questionOf([role], scan);
        const { facility: _left, ...homeless } = principal;
        return scan.holder !== 'mine' && decideCustody({ ...question, principal: homeless }).allowed;
      }),
    );
    expect(allowed).toEqual([]);
  });

  it('take nothing from somebody who is given another role', () => {
    const lost: string[] = [];
    for (const role of ROLES)
      for (const scan of EVERY_SCAN)
        if (decideCustody(questionOf([role], scan)).allowed)
          for (const another of ROLES)
            if (!decideCustody(questionOf([another, role], scan)).allowed)
              lost.push(`${role} with ${another}: ${scan.event}`);
    expect([...new Set(lost)]).toEqual([]);
  });
});
