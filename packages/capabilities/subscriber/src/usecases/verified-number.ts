import type { EventDraft } from '@temkin/audit-event';
import type { Receipt, ReliedOn } from '@temkin/kernel';
import {
  begunSince,
  isOpenFinding,
  movesOfVerification,
  settledFlag,
  showsTheFace,
  timelinesStoppedBy,
  type Mover,
  type VerificationChoice,
} from '../domain/index.ts';
import { endFindingWrite, type KeptFinding } from '../store/findings.ts';
import type { Read, SealedSubscription } from '../store/record-item.ts';
import type { SourceAnswer } from './ask-source.ts';
import type { AskedVerification } from './asked-verification.ts';
import { prepareMove, type Writes } from './prepare-move.ts';
import type { VerifyingRegistry } from './registry.ts';

/** How a verification was made: what was asked for, what was answered, and the way that was gone. */
export interface VerificationMade {
  readonly asked: AskedVerification;
  readonly answer: Extract<SourceAnswer, { readonly is: 'answered' }>;
  readonly choice: Extract<VerificationChoice, { readonly is: 'open' }>;
}

/** What is to be written of a subscription, and what an event says of it. */
export interface VerificationEffect {
  readonly said: Pick<EventDraft, 'outcome' | 'reason' | 'change' | 'fields' | 'flags'>;
  readonly version?: number;
  readonly reliedOn?: readonly ReliedOn[];
  readonly writes: (receipt: Receipt) => Writes;
}

/** Findings that one verification closes, as many as its transaction has room for; of more, the rest is left to the next. */
const CLOSED_AT_ONCE = 50;

/**
 * What a verification that matches does to a number: begins its service, lifts its holds, stops its timelines and closes the findings of
 * their kinds, but for what began after it was asked for. Undefined where the number is to be looked at again.
 */
export const verifiedNumber = (registry: Pick<VerifyingRegistry, 'timelines' | 'foundOf'>) => {
  const { timelines, foundOf } = registry;
  const prepare = prepareMove(registry);

  return async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    { asked, choice }: VerificationMade,
    { by, at, askedAt }: { readonly by: Mover; readonly at: number; readonly askedAt: number },
  ): Promise<(VerificationEffect & { readonly version: number }) | undefined> => {
    // What begins meanwhile is a change of the number, which the move meets.
    const runs = (await timelines.ofSubscription(tenant, subscription)).map(({ run }) => run);
    const found: Read<KeptFinding>[] = [];
    for await (const finding of foundOf(tenant, subscription)) found.push(finding);
    const made = { wants: asked.wants, way: choice.way, at, begunSince: begunSince(askedAt, runs, found) };
    const moves = movesOfVerification(subscription.standing, made);
    const settles = timelinesStoppedBy(made);
    const closes = found
      .filter((finding) => settles.includes(finding.timeline) && isOpenFinding(finding))
      .slice(0, CLOSED_AT_ONCE);
    // As of its question: what comes between that and the answer, it says nothing of. A later one may have been answered first.
    const { verifiedAt = askedAt, faceComparedAt = askedAt } = subscription;
    const vouched = {
      ...(made.wants === 'identity' && { verifiedAt: Math.max(verifiedAt, askedAt) }),
      ...(showsTheFace(made) && { faceComparedAt: Math.max(faceComparedAt, askedAt) }),
    };
    const prepared = await prepare(tenant, subscription, {
      moves,
      by,
      isVerified: true,
      vouched,
      at,
      settles,
    });
    return (
      prepared && {
        said: {
          outcome: 'allowed',
          change: prepared.standing.state,
          flags: [
            ...moves.flatMap((move) => (move.name === 'lift' ? [move.cause] : [])),
            ...settles.map(settledFlag),
          ],
        },
        version: prepared.version,
        writes: (receipt) => [
          ...prepared.writes(receipt),
          ...closes.map((finding) => endFindingWrite(finding, { as: 'settledAt', at, receipt })),
        ],
      }
    );
  };
};
