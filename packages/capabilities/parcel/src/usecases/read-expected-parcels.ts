import type { Caller, Receipt } from '@temkin/kernel';
import type { ExpectedParcel } from '../domain/index.ts';
import type { ExpectedParcelStore } from '../store/expected-parcels.ts';
import type { Directory, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A part of a facility's list. */
export interface ExpectedRange {
  readonly facility: string;
  readonly limit: number;
  /** The `next` of the part before. */
  readonly after?: string;
}

/**
 * What lies at a facility or is on its way there, so that it can be sorted whatever becomes of this system: nothing
 * personal, and on record. Staff read the list of their own facility. Refuses `PARCEL.FACILITY_UNKNOWN`.
 */
export const readExpectedParcels =
  ({
    recorder,
    directory,
    expected,
  }: Pick<Surroundings, 'recorder'> & {
    readonly directory: Directory;
    readonly expected: ExpectedParcelStore;
  }) =>
  (
    caller: Caller,
    { facility, ...range }: ExpectedRange,
  ): Promise<{
    readonly parcels: readonly ExpectedParcel[];
    readonly next?: string;
    readonly receipt: Receipt;
  }> => {
    const { tenant, roles, facility: own } = caller.principal;
    return untilSettled(async () => {
      const isTheirs = facility === own || roles.includes('order-system');
      if (!isTheirs || (await directory.facility(tenant, facility)) === undefined)
        throw refuse('PARCEL.FACILITY_UNKNOWN');
      const recorded = await recorder.commit(caller, {
        action: 'facility.feed',
        outcome: 'allowed',
        resources: [{ type: 'facility', pseudonym: facility }],
      });
      if (recorded.outcome !== 'committed') return undefined;
      return { ...(await expected.expectedParcels(tenant, facility, range)), receipt: recorded.receipt };
    });
  };
