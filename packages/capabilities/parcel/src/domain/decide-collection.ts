import type { Principal } from '@temkin/kernel';
import type { Parcel } from './parcel.ts';
import { CLOSED_STATES } from './states.ts';

/** What is asked: to give a parcel's collection to a shipper, or to give it to nobody. */
export interface CollectionQuestion {
  readonly principal: Principal;
  readonly parcel: Pick<Parcel, 'state'>;
  /** Whom it is to be given to, as the directory has them; undefined where nobody of that id is there. */
  readonly shipper?:
    { readonly roles: readonly string[]; readonly facility?: string; readonly active: boolean } | undefined;
}

type Refused = 'PARCEL.CLOSED' | 'PARCEL.STATE_NOT_ALLOWED' | 'PARCEL.SHIPPER_NOT_ROSTERED';

/** Why a collection cannot be changed; undefined where it can: only what nobody has yet is collected. */
export const refusedChange = ({ state }: Pick<Parcel, 'state'>): Refused | undefined => {
  if (CLOSED_STATES.includes(state)) return 'PARCEL.CLOSED';
  return state === 'issued' || state === 'awaiting-collection' ? undefined : 'PARCEL.STATE_NOT_ALLOWED';
};

/** Why a collection cannot be given to a shipper; undefined where it can. Staff give it to the roster of their own facility. */
export const refusedAssignment = ({
  principal,
  parcel,
  shipper,
}: CollectionQuestion): Refused | undefined => {
  const isRostered =
    shipper?.active === true &&
    shipper.roles.includes('shipper') &&
    (principal.roles.includes('order-system') ||
      (shipper.facility !== undefined && shipper.facility === principal.facility));
  return isRostered ? refusedChange(parcel) : 'PARCEL.SHIPPER_NOT_ROSTERED';
};
