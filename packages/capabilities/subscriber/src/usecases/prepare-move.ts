import type { Change } from '@temkin/audit-event';
import type { Receipt } from '@temkin/kernel';
import { decideMove, END_RULES, retainedUntil, type Mover, type Standing } from '../domain/index.ts';
import { dueDelete, erasureDue, registrationDue } from '../store/due-work.ts';
import { moveWrite, type Vouched } from '../store/move-write.ts';
import { provisioningWrite } from '../store/orders.ts';
import type { Read, SealedSubscription } from '../store/record-item.ts';
import { isRunning } from '../store/timelines.ts';
import type { Heir } from './free-number.ts';
import type { LaterMove } from './move-event.ts';
import { refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { stopTimelines, type TimelinesOfMoves } from './stop-timelines.ts';

/** Writes of a transaction. */
export type Writes = ReturnType<NonNullable<Change['writes']>>;

/** Moves that are made of one subscription at once. */
export interface WishedMoves extends TimelinesOfMoves {
  readonly moves: readonly LaterMove[];
  readonly by: Mover;
  /** Whether a verification fits what the moves need; see `MoveQuestion`. */
  readonly isVerified: boolean;
  /** What a verification that is kept with the moves vouches for. */
  readonly vouched?: Vouched;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly moveId?: string;
  /** Of a transfer: who has the number from then on. Whoever hands it over checks the heir's copy of the index states. */
  readonly heir?: Heir;
}

/** A subscription as it will be, and what makes it so. */
export interface PreparedMove {
  readonly standing: Standing;
  readonly version: number;
  readonly writes: (receipt: Receipt) => Writes;
}

/** Frees the number of what ends; undefined where it must be looked at again. */
export type FreeNumber = (
  tenant: string,
  subscription: Read<SealedSubscription>,
  heir?: Heir,
) => Promise<Writes | undefined>;

/** Of who moves numbers and ends none, and so needs no index. */
const endsNothing: FreeNumber = () => {
  throw new Error('whoever ends a number frees it');
};

/**
 * Decides moves of a subscription, one after the other, and prepares their writes, which are refused where it or an index changed
 * meanwhile; so are the timelines that they stop, and the network is told in which state it is from then on. Throws the refusals of `decideMove`; undefined where it must be looked at again.
 *
 * @param free frees the number of what ends; nothing may end where absent
 */
export const prepareMove = (registry: Pick<Registry, 'timelines'>, free: FreeNumber = endsNothing) => {
  const { timelines } = registry;
  const stop = stopTimelines(registry);

  return async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    { moves, by, isVerified, vouched, at, moveId, heir, ...ofTimelines }: WishedMoves,
  ): Promise<PreparedMove | undefined> => {
    const { clear, subscriptionId, version } = subscription;
    const end = moves.find((move) => move.name === 'end');
    // One that begins meanwhile is a change of the number, which the move meets.
    const running =
      end === undefined || END_RULES[end.cause].unlessHeld.length === 0
        ? []
        : (await timelines.ofSubscription(tenant, subscription))
            .filter(isRunning)
            .map(({ run }) => run.timeline);
    let { standing } = subscription;
    for (const move of moves) {
      const verdict = decideMove({ standing, move, by, isVerified, running });
      if (!verdict.allowed)
        throw refuse(verdict.code, { about: { resources: [subscriptionResource(subscriptionId)] } });
      standing = verdict.standing;
    }
    const keptUntil = end && retainedUntil({ endedAt: at, endCause: end.cause });
    const isPending = subscription.standing.state === 'pending';
    const begins = moves.some(({ name }) => name === 'verify') && clear.serviceStart === undefined;
    const freed = end === undefined ? [] : await free(tenant, subscription, heir);
    const stops = await stop(tenant, subscription, { ...ofTimelines, moves, at });
    return (
      freed && {
        standing,
        version: version + 1,
        writes: (receipt) => [
          moveWrite(tenant, subscription, {
            standing,
            ...(begins && { serviceStart: at }),
            ...vouched,
            ...(end !== undefined && { ended: { at, cause: end.cause } }),
            ...(moveId !== undefined && { moveId }),
            receipt,
          }),
          ...freed,
          ...stops(receipt),
          ...(keptUntil === undefined ? [] : erasureDue(tenant, subscription.personId, keptUntil)),
          ...(isPending && standing.state !== 'pending'
            ? [dueDelete(registrationDue(tenant, subscription))]
            : []),
          ...(standing.state === subscription.standing.state
            ? []
            : provisioningWrite(tenant, subscription, { state: standing.state, version: version + 1, at })),
        ],
      }
    );
  };
};
