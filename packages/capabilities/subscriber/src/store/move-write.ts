import type { Receipt } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import type { EndCause, Standing } from '../domain/index.ts';
import { holdItems, subscriptionItemKey, type Read, type SealedSubscription } from './record-item.ts';

/** What a verification vouches for, and as of when. */
export type Vouched = Pick<SealedSubscription, 'verifiedAt' | 'faceComparedAt'>;

/** What a move makes of a subscription. Milliseconds since the epoch. */
export interface MovedTo extends Vouched {
  readonly standing: Standing;
  /** Where the service begins with it. */
  readonly serviceStart?: number;
  /** Exactly where it is terminated. */
  readonly ended?: { readonly at: number; readonly cause: EndCause };
  /** Names the wish; absent of who asks without a name. */
  readonly moveId?: string;
  readonly receipt: Receipt;
}

/** Moves a subscription; its fields stay as they were sealed. Refused where it is no longer as it was read. */
export const moveWrite = (
  tenant: string,
  { personId, subscriptionId, reliedOn, moveId: before }: Read<SealedSubscription>,
  { standing, serviceStart, verifiedAt, faceComparedAt, ended, moveId, receipt }: MovedTo,
): Write => {
  if ((standing.state === 'terminated') !== (ended !== undefined))
    throw new Error('a subscription has an end exactly when it is terminated');
  return {
    kind: 'update',
    key: subscriptionItemKey(tenant, personId, subscriptionId),
    set: {
      state: standing.state,
      holds: holdItems(standing.holds),
      ...(serviceStart !== undefined && { serviceStart }),
      ...(verifiedAt !== undefined && { verifiedAt }),
      ...(faceComparedAt !== undefined && { faceComparedAt }),
      ...(ended !== undefined && { serviceEnd: ended.at, endedAt: ended.at, endCause: ended.cause }),
      ...(moveId !== undefined && { moveId }),
      eventId: receipt.eventId,
      leaf: receipt.leaf,
    },
    add: { version: 1 },
    ...(moveId === undefined && before !== undefined && { remove: ['moveId'] }),
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  };
};
