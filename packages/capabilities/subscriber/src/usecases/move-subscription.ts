import type { EventDraft } from '@temkin/audit-event';
import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt, type ReliedOn } from '@temkin/kernel';
import type { Mover, Standing } from '../domain/index.ts';
import type { Vouched } from '../store/move-write.ts';
import { findSubscription } from './find-subscription.ts';
import { FREED_GROUPS, freeNumber } from './free-number.ts';
import { moveEvent, type LaterMove } from './move-event.ts';
import { prepareMove, type FreeNumber, type Writes } from './prepare-move.ts';
import { tryReadOnRecord } from './read-on-record.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import type { TimelinesOfMoves } from './stop-timelines.ts';
import { untilSettled } from './until-settled.ts';

/** A subscription that was moved. */
export interface MovedSubscription {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly standing: Standing;
  /** The version that the move made. */
  readonly version: number;
  readonly receipt: Receipt;
}

/** One move that somebody wishes. */
export interface WishedMove extends TimelinesOfMoves {
  readonly subscriptionId: string;
  readonly move: LaterMove;
  readonly by: Mover;
  /** Whether a verification is kept that fits what the move needs. */
  readonly isVerified?: boolean;
  /** Milliseconds since the epoch; now where absent. */
  readonly at?: number;
  /** The version that the decision to move relied on; whatever it is where absent. */
  readonly expectedVersion?: number;
  /** Names the wish: the same seed, asked again right away, is answered what became of the first. */
  readonly seed?: Uint8Array;
  /** What else the decision to move relied on. */
  readonly reliedOn?: readonly ReliedOn[];
  /** What the event is about besides. */
  readonly resources?: EventDraft['resources'];
  /** Ids of the policy records that the move applies. */
  readonly policies?: readonly string[];
  /** What changes with it, in the same transaction: at most 60 writes. */
  readonly alsoWrites?: (moved: MovedSubscription) => Writes;
}

/** The name of a wish in the store. */
export const moveIdOf = (seed: Uint8Array): string => toHex(keyedHash(seed, 16, 'move'));

/** What the verification vouches for that a move needs: of a changed device the face, and the identity otherwise. */
const vouchedBy = (move: LaterMove, at: number): Vouched =>
  move.name === 'lift' && move.cause === 'device-change' ? { faceComparedAt: at } : { verifiedAt: at };

/**
 * Moves a subscription as `decideMove` allows, in one transaction with its event and the check of its version; who ends it frees the
 * number in the same, and that holder and number are opened for it is on record before. Refuses what `decideMove` does, `SUBSCRIPTION.UNKNOWN`, and `SUBSCRIBER.CHANGED` where it is not in the expected
 * version, or where one of the writes beside it was refused.
 */
export const moveSubscription = (registry: Registry) => {
  const { recorder, clock } = registry;
  const [free, tryRead, find] = [freeNumber(registry), tryReadOnRecord(registry), findSubscription(registry)];

  const freeOnRecord =
    (caller: Caller, { resources: besides = [], reliedOn = [] }: WishedMove): FreeNumber =>
    async (tenant, { personId, subscriptionId, version }) => {
      const opened = { personId, subscriptionId, groups: FREED_GROUPS };
      const read = await tryRead(caller, { ...opened, besides, reliedOn });
      const { subscription } = read ?? {};
      if (read === undefined || subscription?.version !== version) return undefined;
      return free(tenant, { ...read, subscription });
    };

  return async (caller: Caller, wish: WishedMove): Promise<MovedSubscription> => {
    const { tenant } = caller.principal;
    const {
      subscriptionId,
      move,
      by,
      isVerified = false,
      expectedVersion,
      seed,
      reliedOn = [],
      resources = [],
      policies,
      alsoWrites,
      settles,
      withdraws,
      keeps,
    } = wish;
    const moveId = seed && moveIdOf(seed);
    const prepare = prepareMove(registry, freeOnRecord(caller, wish));

    return untilSettled(async () => {
      const subscription = await find(tenant, subscriptionId);
      const { personId } = subscription;
      if (moveId !== undefined && subscription.moveId === moveId) {
        const { standing, version, receipt } = subscription;
        return { personId, subscriptionId, standing, version, receipt };
      }
      if (expectedVersion !== undefined && subscription.version !== expectedVersion)
        throw refuse('SUBSCRIBER.CHANGED', { retryAfterSeconds: 1 });
      const at = wish.at ?? clock.now();
      const prepared = await prepare(tenant, subscription, {
        moves: [move],
        by,
        isVerified,
        ...(isVerified && { vouched: vouchedBy(move, at) }),
        at,
        ...(moveId !== undefined && { moveId }),
        ...(settles !== undefined && { settles }),
        ...(withdraws !== undefined && { withdraws }),
        ...(keeps !== undefined && { keeps }),
      });
      if (prepared === undefined) return undefined;
      const { standing, version } = prepared;
      const moved = { personId, subscriptionId, standing, version };

      let ownWrites = 0;
      const recorded = await recorder.commit(
        caller,
        {
          ...moveEvent(move),
          outcome: 'allowed',
          ...(policies !== undefined && { policies }),
          resources: [personResource(personId), subscriptionResource(subscriptionId, version), ...resources],
        },
        {
          reliedOn,
          writes: (receipt) => {
            const own = prepared.writes(receipt);
            ownWrites = own.length;
            return [...own, ...(alsoWrites?.({ ...moved, receipt }) ?? [])];
          },
        },
      );
      if (recorded.outcome === 'committed') return { ...moved, receipt: recorded.receipt };
      if (recorded.outcome === 'refused' && recorded.failed.every((position) => position >= ownWrites))
        throw refuse('SUBSCRIBER.CHANGED', { retryAfterSeconds: 1 });
      return undefined;
    });
  };
};
