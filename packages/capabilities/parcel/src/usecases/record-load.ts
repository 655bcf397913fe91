import type { Recorder } from '@temkin/audit-event';
import {
  inFlight,
  type Caller,
  type Refusal,
  type RandomBytes,
  type Clock,
  type Receipt,
} from '@temkin/kernel';
import {
  decideLoad,
  LOAD_EVENT,
  type GroupName,
  type LoadVerdict,
  type Parcel,
  type Read,
  type Shift,
} from '../domain/index.ts';
import type { custodyWrites } from '../store/custody-writes.ts';
import type { readersWrite } from '../store/reader-writes.ts';
import { changed } from './changed.ts';
import { takenAt, takingWrites } from './load-custody.ts';
import { aboutLoaded, isGranted, isRefused, type Located, type RefusedLoad } from './locate-load.ts';
import type { LoadVaults, Vault } from './open-load.ts';
import type { Device } from './ports.ts';
import { readersAfter, readingOf, type Reading } from './reading.ts';
import { asRefusal, outOfTime, refuse } from './refuse.ts';

/** What a load stands on, as it is at one moment. */
export interface LoadView {
  readonly shift: Read<Shift>;
  readonly device: Device;
  readonly located: readonly Located[];
  readonly refused: readonly RefusedLoad[];
}

/** A parcel whose read is on record. */
export interface RecordedParcel extends Located {
  readonly vault: Vault;
  readonly groups: readonly GroupName[];
  readonly state: Parcel['state'];
  /** Whether the shift took it just now. */
  readonly taken: boolean;
  readonly receipt: Receipt;
}

export interface RecordLoadDependencies {
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly store: { readonly custodyWrites: typeof custodyWrites };
  readonly vaults: LoadVaults;
  readonly readersWrite: typeof readersWrite;
}

/** What was decided of each parcel, and put on record. */
export interface RecordedLoad {
  readonly recorded: readonly RecordedParcel[];
  readonly refused: readonly RefusedLoad[];
}

interface Decided extends Located {
  readonly verdict: Extract<LoadVerdict, { allowed: true }>;
}

interface Ready extends Decided {
  readonly vault: Vault;
}

/** The word for a load in events. */
export const LOAD_ACTION = 'shift.load';

/** Says in the log, and to the recipient, that a read cannot be taken back: what was issued is readable off line. */
const OFF_LINE = 'readable-off-line';

/**
 * What parcels of one transaction may cost together, of the hundred items that it takes: a check for what the shift has,
 * three writes for what it takes. The rest is for the event, the caller, shift and device, and what is announced
 * (announcing.ts).
 */
const COST_LIMIT = 90;
const TAKING_COST = 3;

const CHUNKS_IN_FLIGHT = 4;

/** Looks at a parcel that keeps changing. */
const ROUNDS = 5;

type Chunk = readonly [Ready, ...Ready[]];

/** How an event speaks of shift and device: by their ids, which are random. */
export const loadResources = ({ shiftId }: Shift, { deviceId }: Device) => [
  { type: 'shift', pseudonym: shiftId },
  { type: 'device', pseudonym: deviceId },
];

/** Parcels of one event: what is said of one is true of all. */
const chunksOf = (ready: readonly Ready[]): readonly Chunk[] => {
  const chunks = new Map<string, [Ready, ...Ready[]][]>();
  for (const one of ready) {
    const { taking, rule } = one.verdict;
    const kind = JSON.stringify([taking?.flags, rule.groups]);
    const full = Math.floor(COST_LIMIT / (taking === undefined ? 1 : TAKING_COST));
    const alike = chunks.get(kind) ?? [];
    const last = alike.at(-1);
    if (last === undefined || last.length >= full) alike.push([one]);
    else last.push(one);
    chunks.set(kind, alike);
  }
  return [...chunks.values()].flat();
};

/**
 * Decides every parcel of a load and puts what is allowed on record: one event for many, in one transaction with checks of
 * all that was decided upon and the scans of what the shift takes. What changed in between is looked at anew, apart from the
 * rest. No transaction begins after the deadline. A parcel that is answered as recorded is on record, come what may.
 */
export const recordLoad = (dependencies: RecordLoadDependencies) => {
  const { recorder, clock, vaults } = dependencies;

  const decide = (caller: Caller, shift: Shift, located: Located): Decided | RefusedLoad => {
    const { parcel, scanned, indexes } = located;
    const { principal } = caller;
    const verdict = decideLoad({
      principal,
      parcel,
      shift,
      scanned: scanned !== undefined,
      occurredAt: takenAt(parcel, clock.now()),
    });
    if (verdict.allowed) return { ...located, verdict };
    return { indexes, parcel, refusal: refuse(verdict.code, { about: aboutLoaded(parcel) }) };
  };

  /** A parcel's part in the transaction: its scan where the shift takes it, and who has read it. */
  const reading = (caller: Caller, { parcel, verdict: { taking, rule } }: Ready): Reading => {
    const { principal } = caller;
    if (taking === undefined) return readingOf(dependencies.readersWrite, principal, parcel, rule);
    const readers = readersAfter(principal, parcel, rule);
    const writes = takingWrites(dependencies, caller, parcel, taking, readers);
    return { resource: changed(parcel), reliedOn: [], writes };
  };

  const commit = async (
    caller: Caller,
    { shift, device }: LoadView,
    chunk: Chunk,
  ): Promise<readonly RecordedParcel[] | undefined> => {
    const { taking, rule } = chunk[0].verdict;
    const { groups } = rule;
    const readings = chunk.map((one) => reading(caller, one));
    const recorded = await recorder.commit(
      caller,
      {
        action: LOAD_ACTION,
        outcome: 'allowed',
        purpose: 'delivery',
        resources: [...loadResources(shift, device), ...readings.map(({ resource }) => resource)],
        groups,
        flags: [OFF_LINE, ...(taking?.flags ?? [])],
        ...(taking !== undefined && { change: LOAD_EVENT }),
      },
      {
        reliedOn: [shift.reliedOn, device.reliedOn, ...readings.flatMap(({ reliedOn }) => reliedOn)],
        writes: ({ eventId }) => readings.flatMap(({ writes }) => writes(eventId)),
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const { receipt } = recorded;
    return chunk.map(({ verdict, ...located }) => ({
      ...located,
      groups,
      state: verdict.taking?.place.state ?? located.parcel.state,
      taken: verdict.taking !== undefined,
      receipt,
    }));
  };

  return async (
    caller: Caller,
    first: LoadView,
    {
      look,
      deadlineMilliseconds,
    }: {
      /** Looks at these items anew. */
      readonly look: (indexes: readonly number[]) => Promise<LoadView>;
      readonly deadlineMilliseconds: number;
    },
  ): Promise<RecordedLoad> => {
    const recorded: RecordedParcel[] = [];
    const refused: RefusedLoad[] = [];
    const refuseAll = (located: readonly Located[], refusal: Refusal): void =>
      void refused.push(...located.map(({ indexes, parcel }) => ({ indexes, parcel, refusal })));

    /** Answers what is to be looked at anew. */
    const recordChunk = async (view: LoadView, chunk: Chunk): Promise<readonly Located[]> => {
      try {
        if (clock.now() >= deadlineMilliseconds) throw outOfTime();
        const parcels = await commit(caller, view, chunk);
        recorded.push(...(parcels ?? []));
        return parcels === undefined ? chunk : [];
      } catch (error) {
        refuseAll(chunk, asRefusal(error));
        return [];
      }
    };

    let view = first;
    for (let round = 1; ; round++) {
      const { shift, located } = view;
      const decided = located.map((one) => decide(caller, shift, one));
      const found = await vaults.find(caller.principal.tenant, decided.filter(isGranted));
      refused.push(...[...view.refused, ...decided, ...found].filter(isRefused));
      const chunks = chunksOf(found.filter(isGranted));
      const standing = view;
      const changedMeanwhile = await inFlight(CHUNKS_IN_FLIGHT, chunks, (chunk) =>
        recordChunk(standing, chunk),
      );
      const left = changedMeanwhile.flat();
      if (left.length === 0) return { recorded, refused };
      if (round === ROUNDS) {
        refuseAll(left, refuse('PARCEL.CHANGED', { retryAfterSeconds: 1 }));
        return { recorded, refused };
      }
      view = await look(left.flatMap(({ indexes }) => indexes));
    }
  };
};
