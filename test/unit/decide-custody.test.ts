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
  HOLDERS,
  OFFER_NAMES,
  OFFERS,
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
          SHIFT_NAMES.flatMap((shift) =>
            (event === 'departed' ? [undefined, ...OFFER_NAMES] : [undefined]).flatMap((offer) =>
              (event === 'out-for-delivery' ? [undefined, 'to me' as const] : [undefined]).map((offered) => ({
                event,
                state,
                holder,
                scanned,
                facility,
                shift,
                offer,
                offered,
              })),
            ),
          ),
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

/** What a shift has so already, and may be told again: whoever told it never got an answer. */
const toldAgain = ({ holder, shift, offered }: Scanning): boolean =>
  holder === shift && offered === undefined;

const outAlready = (scan: Scanning): boolean =>
  toldAgain(scan) && ['out-for-delivery', 'returning'].includes(scan.state);

const handedOutByUs = (scan: Scanning): boolean =>
  weHaveIt(scan) && (inHand(scan) || outAlready(scan)) && open(scan) && scan.shift !== 'theirs';

const closedByUs = (scan: Scanning): boolean => weHaveIt(scan) && inHand(scan) && scan.shift !== 'theirs';

const fromMyShift = ({ holder, shift }: Scanning): boolean => holder === 'mine' && shift === 'mine';

/** Offered where it may go: from here anywhere, from a shipper to the own facility, to a shift only at home. */
const sentOn = ({ offer }: Scanning): boolean => offer !== 'to them';

const sentHome = ({ offer }: Scanning): boolean => offer !== 'to them' && offer !== 'to elsewhere';

const intoOurFacility = {
  'order-system': ({ facility }: Scanning) => facility !== undefined,
  sorter: atOurFacility,
  'desk-clerk': atOurFacility,
  dispatcher: atOurFacility,
};

const saidHere = {
  'order-system': () => true,
  sorter: closedByUs,
  'desk-clerk': closedByUs,
  dispatcher: closedByUs,
};

const ended = { 'order-system': () => true, 'desk-clerk': closedByUs, shipper: fromMyShift };

const onOurShelf = ({ holder }: Scanning): boolean => holder === 'here';

/** parcel.md, "Who may move it", by hand: who may report what, and when. */
const PAGE: Readonly<Record<CustodyEventName, Partial<Record<Role, (scan: Scanning) => boolean>>>> = {
  collected: {
    'order-system': open,
    shipper: (scan) =>
      scan.scanned &&
      ((scan.holder === 'nobody' && (scan.shift === 'mine' || scan.shift === 'my next')) ||
        (scan.shift === 'mine' && scan.state === 'in-transit' && toldAgain(scan))),
  },
  accepted: intoOurFacility,
  arrived: intoOurFacility,
  departed: {
    'order-system': () => true,
    sorter: (scan) => closedByUs(scan) && sentOn(scan),
    'desk-clerk': (scan) => closedByUs(scan) && sentOn(scan),
    dispatcher: (scan) => closedByUs(scan) && sentOn(scan),
    shipper: (scan) => fromMyShift(scan) && sentHome(scan),
  },
  'out-for-delivery': {
    'order-system': open,
    'desk-clerk': handedOutByUs,
    dispatcher: handedOutByUs,
    shipper: ({ scanned, holder, shift, offered }) =>
      scanned &&
      ((shift === 'mine' && (holder === 'here' || holder === 'mine' || offered === 'to me')) ||
        (shift === 'my next' && holder === 'here' && offered === undefined)),
  },
  attempted: { 'order-system': () => true, shipper: fromMyShift },
  delivered: ended,
  refused: ended,
  returning: { 'order-system': () => true, 'desk-clerk': onOurShelf, dispatcher: onOurShelf },
  returned: ended,
  held: saidHere,
  damaged: { ...saidHere, shipper: fromMyShift },
  lost: { 'order-system': () => true, dispatcher: weHaveIt },
};

const ON_ITS_WAY: readonly ParcelState[] = [
  'accepted',
  'in-transit',
  'at-facility',
  'attempted',
  'refused',
  'returning',
];

/** What becomes of the parcel, and the states in which nobody wonders. */
const BECOMES: Readonly<Record<CustodyEventName, readonly [ParcelState, readonly ParcelState[]]>> = {
  collected: ['in-transit', ['issued', 'awaiting-collection']],
  accepted: ['accepted', ['issued', 'awaiting-collection', 'in-transit']],
  arrived: [
    'at-facility',
    ['accepted', 'in-transit', 'out-for-delivery', 'attempted', 'refused', 'returning', 'held', 'damaged'],
  ],
  departed: [
    'in-transit',
    ['accepted', 'at-facility', 'out-for-delivery', 'attempted', 'refused', 'returning', 'damaged'],
  ],
  'out-for-delivery': ['out-for-delivery', ['at-facility', 'attempted', 'returning']],
  attempted: ['attempted', ['out-for-delivery', 'returning']],
  delivered: ['delivered', ['out-for-delivery', 'at-facility', 'attempted']],
  refused: ['refused', ['out-for-delivery', 'at-facility', 'attempted']],
  returning: ['returning', ['at-facility', 'held', 'damaged']],
  returned: ['returned', ['returning', 'at-facility']],
  held: ['held', [...ON_ITS_WAY, 'damaged']],
  damaged: ['damaged', [...ON_ITS_WAY, 'out-for-delivery', 'held']],
  lost: ['lost', [...ON_ITS_WAY, 'out-for-delivery', 'held', 'damaged']],
};

const TO_A_FACILITY: readonly CustodyEventName[] = ['accepted', 'arrived'];
const TO_A_SHIFT: readonly CustodyEventName[] = ['collected', 'out-for-delivery'];
const TO_NOBODY: readonly CustodyEventName[] = ['delivered', 'returned', 'lost'];

/** On its way back to the sender a parcel is moved as such. */
const stateAfter = ({ event, state }: Scanning): ParcelState =>
  state === 'returning' && ['arrived', 'departed', 'out-for-delivery', 'attempted'].includes(event)
    ? 'returning'
    : BECOMES[event][0];

const holderAfter = ({ event, facility, shift = 'none', holder }: Scanning) => {
  if (TO_A_FACILITY.includes(event)) return { type: 'facility', id: facility };
  if (TO_NOBODY.includes(event)) return undefined;
  const named = SHIFTS[shift];
  if (!TO_A_SHIFT.includes(event)) return HOLDERS[holder];
  return named && { type: 'shift', id: named.shiftId, shipper: named.shipper, facility: named.facility };
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
        const { place } = verdict;
        const [made, expectedFrom] = BECOMES[scan.event];
        const accepted = scan.offered === 'to me' && place.holder?.id === 'mine';
        const skipped = expectedFrom.includes(scan.state) || accepted ? '' : 'skipped-scan';
        const { state, ...before } = questionOf([role], scan).parcel;
        const after = [stateAfter(scan), holderAfter(scan)];
        const nothingNew =
          state === made &&
          JSON.stringify([state, before.holder, before.offeredTo]) ===
            JSON.stringify([place.state, place.holder, place.offeredTo]);
        const due = JSON.stringify([...after, nothingNew ? 'duplicate' : skipped]);
        return JSON.stringify([place.state, place.holder, verdict.flags.join()]) !== due;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('keep an offer until somebody else has the parcel, and make one only where it departs', () => {
    const wrong = EVERY_SCAN.filter((scan) => {
      const verdict = decideCustody(questionOf(['order-system'], scan));
      if (!verdict.allowed) return false;
      const { event, offer, offered } = scan;
      const moves = [...TO_A_FACILITY, ...TO_A_SHIFT, ...TO_NOBODY].includes(event);
      const due = event === 'departed' ? offer : offered;
      const expected = moves || due === undefined ? undefined : due === 'to me' ? 'mine' : OFFERS[due].id;
      return verdict.place.offeredTo?.id !== expected;
    });
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
          place: { state: stateAfter(scan) },
        });
        const flags = verdict.allowed ? verdict.flags.join() : 'refused';
        expect(flags).toMatch(BECOMES[event][1].includes(state) ? /^$/ : /^(skipped-scan|duplicate)$/);
      }
  });

  it('let no shipper take what the own facility does not hold, token or not', () => {
    const taken = EVERY_SCAN.filter(
      (scan) =>
        scan.event === 'out-for-delivery' &&
        scan.holder !== 'here' &&
        scan.holder !== 'mine' &&
        scan.offered !== 'to me' &&
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
