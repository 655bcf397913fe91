import { equalBytes, keyedHash, type KeyRing } from '@temkin/crypto';
import { eventIds } from '@temkin/kernel';
import { dueDates, type SubjectRequestKind } from '../domain/index.ts';
import type { HistoryChallenges } from '../store/history-challenges.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { FiledRequest, SubjectRequestStore } from '../store/subject-requests.ts';
import { findLiving } from './find-living.ts';
import { followUpHash } from './history-words.ts';
import { publicPage } from './own-actors.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { subjectRequestResources } from './subject-request-resources.ts';
import { untilSettled } from './until-settled.ts';

export interface FileSubjectRequestDependencies extends Surroundings {
  readonly ring: Pick<KeyRing, 'byId'>;
  readonly store: Pick<ParcelStore, 'parcel'>;
  readonly challenges: Pick<HistoryChallenges, 'challenge'>;
  readonly requests: Pick<SubjectRequestStore, 'request' | 'fileWrites'>;
}

/**
 * Files what a parcel's recipient or sender asks of the company, after they opened its history. It is a record with its
 * legal dates, for somebody to act upon, and changes nothing else. A kind that was filed after the same code already is
 * answered as it is. Refuses `PARCEL.CODE_INVALID` without the word that opening the history gave, and after its time.
 */
export const fileSubjectRequest = (dependencies: FileSubjectRequestDependencies) => {
  const { recorder, clock, ring, store, challenges, requests } = dependencies;

  const attempt = async (
    tenant: string,
    challengeId: string,
    { followUp, kind }: { readonly followUp: string; readonly kind: SubjectRequestKind },
  ): Promise<FiledRequest | undefined> => {
    const challenge = await challenges.challenge(tenant, challengeId, clock.now());
    const key = challenge && (await ring.byId(tenant, 'history', challenge.hashKeyId));
    if (
      challenge?.followUpHash === undefined ||
      key === undefined ||
      !equalBytes(followUpHash(key.key, challengeId, followUp), challenge.followUpHash)
    )
      throw refuse('PARCEL.CODE_INVALID');
    const { parcelId, party, askedAt } = challenge;

    const requestId = eventIds({ now: () => askedAt }, () =>
      keyedHash(key.key, 16, 'subject-request', challengeId, kind),
    )();
    const again = await requests.request(tenant, requestId);
    if (again !== undefined) return again;
    const parcel = await findLiving(store, tenant, parcelId);
    if (parcel === undefined) throw refuse('PARCEL.CODE_INVALID');

    const filedAt = clock.now();
    const { policyId, ...due } = dueDates(kind, filedAt);
    const request = { requestId, parcelId, party, kind, state: 'open', filedAt, ...due } as const;
    const recorded = await recorder.commit(
      publicPage(tenant),
      {
        action: 'subject-request.file',
        outcome: 'allowed',
        change: kind,
        grounds: party,
        policies: [policyId],
        resources: subjectRequestResources(request, parcel),
      },
      { writes: (fileReceipt) => requests.fileWrites(tenant, { ...request, fileReceipt }) },
    );
    return recorded.outcome === 'committed' ? { ...request, fileReceipt: recorded.receipt } : undefined;
  };

  return (
    company: string,
    challengeId: string,
    asked: { readonly followUp: string; readonly kind: SubjectRequestKind },
  ): Promise<FiledRequest> => untilSettled(() => attempt(company, challengeId, asked));
};
