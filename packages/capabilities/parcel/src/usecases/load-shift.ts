import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import type { Read, Shift } from '../domain/index.ts';
import type { LoadReads } from '../store/load-reads.ts';
import type { ShiftLoads } from '../store/shift-loads.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import { bundleLoad, type BundleLoadDependencies, type LoadBundle } from './bundle-load.ts';
import { locateLoad, type LoadItem, type LocateDependencies, type RefusedLoad } from './locate-load.ts';
import type { Device, Directory, Surroundings } from './ports.ts';
import {
  LOAD_ACTION,
  loadResources,
  recordLoad,
  type LoadView,
  type RecordedParcel,
  type RecordLoadDependencies,
} from './record-load.ts';
import { refuse } from './refuse.ts';
import { refuseLoad, type RefuseLoadDependencies } from './refuse-load.ts';
import { untilSettled } from './until-settled.ts';

/** What a shipper wants to have off line. */
export interface LoadQuestion {
  readonly shiftId: string;
  /** Needed where no device signed the request. */
  readonly deviceId?: string;
  readonly items: readonly LoadItem[];
}

export interface LoadedShift {
  readonly recorded: readonly RecordedParcel[];
  readonly refused: readonly RefusedLoad[];
  /** Absent where every item was refused. */
  readonly bundle?: LoadBundle;
  readonly receipt?: Receipt;
}

export interface LoadDependencies
  extends
    Surroundings,
    LocateDependencies,
    RecordLoadDependencies,
    RefuseLoadDependencies,
    BundleLoadDependencies {
  readonly clock: Surroundings['clock'];
  readonly recorder: Surroundings['recorder'];
  readonly random: Surroundings['random'];
  readonly loads: LoadReads;
  readonly shifts: Pick<ShiftStore, 'shift'>;
  readonly shiftLoads: ShiftLoads;
  readonly directory: Pick<Directory, 'device'>;
}

interface Request {
  readonly seed: Uint8Array;
  readonly deadlineMilliseconds: number;
}

/** Says in the log that a bundle left, and not only that one was to. */
const ISSUED = 'bundle-issued';

const alreadyDone = (loadId: string) =>
  refuse('PARCEL.LOAD_ALREADY_DONE', {
    detail: `Bundle ${loadId} was issued to this request. Send a new Idempotency-Key to get another.`,
  });

/**
 * Takes parcels into the caller's own open shift where it does not have them yet, and seals what its shipper may read at
 * the door to one device, readable off line. Issuing is the read: every parcel of the bundle is on record before a key is
 * unwrapped, and the bundle leaves only when that is on record too, with shift, device and caller as they were decided upon.
 * A cut request leaves reads on record of which no bundle came, never the other way round. Refuses as a whole
 * `PARCEL.SHIFT_UNKNOWN` (also another's), `PARCEL.SHIFT_CLOSED`, `PARCEL.DEVICE_INVALID`, `PARCEL.LOAD_ALREADY_DONE` and
 * `PARCEL.CHANGED`; items by themselves.
 */
export const loadShift = (dependencies: LoadDependencies) => {
  const { recorder, shifts, shiftLoads, directory, clock } = dependencies;
  const locate = locateLoad(dependencies);
  const record = recordLoad(dependencies);
  const refuseItems = refuseLoad(dependencies);
  const bundle = bundleLoad(dependencies);

  const ownShift = async ({ principal }: Caller, shiftId: string): Promise<Read<Shift>> => {
    const shift = await shifts.shift(principal.tenant, shiftId);
    if (shift === undefined || shift.shipper !== principal.id) throw refuse('PARCEL.SHIFT_UNKNOWN');
    if (shift.state !== 'open') throw refuse('PARCEL.SHIFT_CLOSED');
    return shift;
  };

  /** The device that signed the request where devices sign, and no other; else the one that is named. */
  const activeDevice = async ({ principal }: Caller, named: string | undefined): Promise<Device> => {
    const deviceId = principal.device?.id ?? named;
    if (named !== undefined && named !== deviceId) throw refuse('PARCEL.DEVICE_INVALID');
    const device = deviceId === undefined ? undefined : await directory.device(principal.tenant, deviceId);
    if (device?.active !== true) throw refuse('PARCEL.DEVICE_INVALID');
    return device;
  };

  const standing = async (caller: Caller, { shiftId, deviceId }: LoadQuestion) => {
    const [shift, device] = await Promise.all([ownShift(caller, shiftId), activeDevice(caller, deviceId)]);
    return { shift, device };
  };

  /** Puts on record that the bundle leaves, whatever of shift and device has changed and still holds. */
  const issue = (caller: Caller, question: LoadQuestion, sealed: LoadBundle): Promise<Receipt> => {
    const { loadId, deviceId, issuedAt, parcels, policyId } = sealed;
    const { shiftId } = question;
    return untilSettled(async () => {
      const { shift, device } = await standing(caller, question);
      const recorded = await recorder.commit(
        caller,
        {
          action: LOAD_ACTION,
          outcome: 'allowed',
          purpose: 'delivery',
          resources: loadResources(shift, device),
          flags: [ISSUED],
          policies: [policyId],
        },
        {
          reliedOn: [shift.reliedOn, device.reliedOn],
          writes: ({ eventId }) => [
            shiftLoads.issueWrite(
              caller.principal.tenant,
              { loadId, shiftId, deviceId, parcels, issuedAt },
              eventId,
            ),
          ],
        },
      );
      if (recorded.outcome === 'refused') throw alreadyDone(loadId);
      return recorded.outcome === 'committed' ? recorded.receipt : undefined;
    });
  };

  return async (
    caller: Caller,
    question: LoadQuestion,
    { seed, deadlineMilliseconds }: Request,
  ): Promise<LoadedShift> => {
    const { tenant } = caller.principal;
    const { shiftId, items } = question;
    const loadId = toHex(keyedHash(seed, 16, 'load'));
    if (await shiftLoads.isIssued(tenant, shiftId, loadId)) throw alreadyDone(loadId);

    const look = async (indexes?: readonly number[]): Promise<LoadView> => {
      const looked = indexes === undefined ? items : items.filter(({ index }) => indexes.includes(index));
      const ground = await standing(caller, question);
      return { ...ground, ...(await locate(tenant, looked)) };
    };
    const first = await look();
    const done = await record(caller, first, { look, deadlineMilliseconds });
    const refused = await refuseItems(caller, done.refused, deadlineMilliseconds);
    // In the order of the request, whichever transaction was first.
    const recorded = done.recorded.toSorted((a, b) => Math.min(...a.indexes) - Math.min(...b.indexes));
    if (recorded.length === 0) return { recorded, refused };
    const terms = { loadId, issuedAt: clock.now() };
    const sealed = await bundle({ ...first, tenant }, recorded, terms);
    const receipt = await issue(caller, question, sealed);
    return { recorded, refused, bundle: sealed, receipt };
  };
};
