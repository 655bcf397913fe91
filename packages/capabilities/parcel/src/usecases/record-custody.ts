import { inForce, type Caller, type Refusal } from '@temkin/kernel';
import {
  CLOSED_STATES,
  decideCustody,
  lateReportMinutes,
  lateScanDays,
  sealHandOver,
  type CustodyFlag,
  type CustodyRecord,
  type HandOver,
  type LabelUse,
  type Parcel,
  type Read,
} from '../domain/index.ts';
import type { CustodyStore } from '../store/custody-store.ts';
import { changed } from './changed.ts';
import { custodyEventIds } from './custody-event-ids.ts';
import { custodyHolders, type HolderDependencies } from './custody-holders.ts';
import { findByName } from './find-by-name.ts';
import { findByToken, readToken } from './find-by-token.ts';
import { inLanes } from './in-lanes.ts';
import { judgedPlace, type JudgedPlace } from './judged-place.ts';
import type { ParcelKeys, RefusalRecorder, Surroundings } from './ports.ts';
import { putOnRecord } from './put-on-record.ts';
import { outOfTime, refuse } from './refuse.ts';
import { isRepeated, type Scan } from './scan.ts';
import { untilSettled } from './until-settled.ts';

export type ScanResult =
  | { readonly index: number; readonly parcelId: string; readonly record: CustodyRecord }
  | { readonly index: number; readonly refusal: Refusal };

export interface CustodyDependencies extends Surroundings, HolderDependencies {
  readonly keys: Pick<ParcelKeys, 'ring' | 'subjectKeys'>;
  readonly store: CustodyStore;
  readonly refusals: RefusalRecorder;
}

/** What the scans of a request share. */
interface Request {
  readonly seed: Uint8Array;
  readonly deadlineMilliseconds: number;
}

const SCANS_IN_FLIGHT = 4;

/** How far ahead of the server a scanner's clock may be. */
const CLOCK_TOLERANCE_MILLISECONDS = 5 * 60_000;

const DAY_MILLISECONDS = 86_400_000;

const ACTION = 'custody.record';

/** For who is at a loss because a scanner's clock is wrong, which nobody sees. */
const SET_THE_CLOCK =
  'Take the time from the Date field of an answer; of a scan that is reported at once leave occurredAt out.';
const JUDGED_BY_THEN = `This was judged by where the parcel was at the time that the scan gives. ${SET_THE_CLOCK}`;

/** What is remarkable about when a scan came. */
const flagsOf = (
  { isOutOfOrder, isSecondEnd }: JudgedPlace,
  occurredAt: number,
  recordedAt: number,
): readonly CustodyFlag[] => [
  ...(isSecondEnd ? (['duplicate'] as const) : []),
  ...(recordedAt - occurredAt > inForce(lateReportMinutes, recordedAt).value * 60_000
    ? (['late'] as const)
    : []),
  ...(isOutOfOrder ? (['out-of-order'] as const) : []),
];

/**
 * Records scans one by one: each in a transaction of its own with its event, so that no scan sinks another. Scans that
 * name a parcel alike are recorded in the order sent. What comes late is judged by where the parcel was when it happened,
 * and moves it only as far as nothing later is known. None begins after the deadline.
 */
export const recordCustody = (dependencies: CustodyDependencies) => {
  const { recorder, store, refusals, keys, clock, random } = dependencies;
  const holders = custodyHolders(dependencies);
  const onRecord = putOnRecord(refusals, ACTION);

  const locate = async (
    tenant: string,
    { parcel }: Scan,
  ): Promise<{ readonly parcel: Read<Parcel>; readonly use?: LabelUse }> => {
    if ('token' in parcel)
      return findByToken({ store, ring: keys.ring, clock }, tenant, readToken(parcel.token));
    return { parcel: await findByName({ store, clock }, tenant, parcel) };
  };

  const sealed = async (tenant: string, parcel: Parcel, custodyEventId: string, handOver: HandOver) => {
    const { parcelId, pseudonym } = parcel;
    const about = { resources: [{ type: 'parcel', pseudonym }] };
    const wrapped = await store.subjectKey(tenant, parcelId, clock.now());
    if (wrapped === undefined) throw refuse('PARCEL.SHREDDED', { about });
    const subjectKey = await keys.subjectKeys.unwrap(tenant, wrapped, parcelId);
    if (subjectKey === undefined) throw new Error('a stored subject key cannot be opened');
    return sealHandOver(subjectKey, handOver, { tenant, parcelId, custodyEventId }, random);
  };

  const attempt = async (caller: Caller, scan: Scan, seed: Uint8Array): Promise<ScanResult | undefined> => {
    const { tenant } = caller.principal;
    const { parcel, use } = await locate(tenant, scan);
    const { parcelId } = parcel;
    const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    const ids = await custodyEventIds(keys.ring, caller.principal, parcelId, scan, seed);
    const [custodyEventId] = ids;
    const records = await Promise.all(ids.map((id) => store.custodyRecord(tenant, parcelId, id)));
    const known = records.find((record) => record !== undefined);
    if (known !== undefined && !isRepeated(scan, known))
      throw refuse('PARCEL.SOURCE_EVENT_EXISTS', { about });
    if (known !== undefined) return { index: scan.index, parcelId, record: known };

    const recordedAt = clock.now();
    const occurredAt = scan.occurredAt ?? recordedAt;
    const earliest = recordedAt - inForce(lateScanDays, recordedAt).value * DAY_MILLISECONDS;
    if (occurredAt < earliest || occurredAt > recordedAt + CLOCK_TOLERANCE_MILLISECONDS)
      throw refuse('PARCEL.TIME_INVALID', { about, detail: SET_THE_CLOCK });

    const { event } = scan;
    const judged = await judgedPlace(store, tenant, parcel, { event, occurredAt, recordedAt });
    const { shift, ...concerned } = await holders.concerned(caller, scan, judged.place, about);
    const verdict = decideCustody({
      principal: caller.principal,
      parcel: judged.place,
      event,
      scanned: 'token' in scan.parcel,
      occurredAt,
      ...concerned,
      ...(shift !== undefined && { shift }),
    });
    if (!verdict.allowed)
      throw refuse(verdict.code, { about, ...(judged.isOutOfOrder && { detail: JUDGED_BY_THEN }) });
    const flags = [...verdict.flags, ...flagsOf(judged, occurredAt, recordedAt)];
    const isRelabelled = use === 'current' && parcel.superseded !== undefined;
    const labelKeys =
      isRelabelled || CLOSED_STATES.includes(verdict.place.state)
        ? await store.livingLabelKeys(tenant, parcel)
        : [];
    const detail = scan.handOver && (await sealed(tenant, parcel, custodyEventId, scan.handOver));

    let record: CustodyRecord | undefined;
    const recorded = await recorder.commit(
      caller,
      {
        action: ACTION,
        outcome: 'allowed',
        resources: [changed(parcel), ...(await holders.resources(tenant, verdict.named, recordedAt))],
        change: event,
        flags,
      },
      {
        reliedOn: shift === undefined ? [] : [shift.reliedOn],
        writes: ({ eventId }) => {
          record = {
            custodyEventId,
            event,
            ...verdict.place,
            ...(scan.reason !== undefined && { reason: scan.reason }),
            ...(detail !== undefined && { detail }),
            occurredAt,
            recordedAt,
            order: parcel.reliedOn.version,
            source: caller.principal.roles.join(' '),
            flags,
            eventId,
          };
          const moved = judged.after(record, verdict.place);
          return store.custodyWrites(tenant, parcel, { ...moved, labelKeys, isRelabelled }, record);
        },
      },
    );
    return recorded.outcome === 'committed' && record !== undefined
      ? { index: scan.index, parcelId, record }
      : undefined;
  };

  const recordOne = async (
    caller: Caller,
    scan: Scan,
    { seed, deadlineMilliseconds }: Request,
  ): Promise<ScanResult> => {
    const { index } = scan;
    if (clock.now() >= deadlineMilliseconds) return { index, refusal: outOfTime() };
    try {
      return await untilSettled(() => attempt(caller, scan, seed));
    } catch (error) {
      return { index, refusal: await onRecord(caller, error) };
    }
  };

  return (caller: Caller, scans: readonly Scan[], request: Request): Promise<readonly ScanResult[]> =>
    inLanes(
      SCANS_IN_FLIGHT,
      scans,
      ({ parcel }) => JSON.stringify(parcel),
      (scan) => recordOne(caller, scan, request),
    );
};
