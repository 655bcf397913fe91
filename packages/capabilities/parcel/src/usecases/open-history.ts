import { communeByCode } from '@temkin/administrative-units';
import { equalBytes, type KeyRing } from '@temkin/crypto';
import { inForce, toBase64Url, type Receipt } from '@temkin/kernel';
import { historyCodeRules, historyReads, type HistoryRead } from '../domain/index.ts';
import type { HistoryChallenges } from '../store/history-challenges.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { findLiving } from './find-living.ts';
import { codeHash, followUpHash } from './history-words.ts';
import { publicPage } from './own-actors.ts';
import type { Directory, ParcelEvents, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A line of a history with the province of the facility, where there is one. */
export type ShownRead = Omit<HistoryRead, 'facility'> & { readonly province?: string };

export interface OpenedHistory {
  readonly reads: readonly ShownRead[];
  /** Whether the log was looked through to its end. */
  readonly complete: boolean;
  /** Lets whoever has it make requests about the parcel, until then (seconds since the epoch). */
  readonly followUp: string;
  readonly followUpExpiresAtSeconds: number;
  readonly receipt: Receipt;
}

export interface OpenHistoryDependencies extends Surroundings {
  readonly ring: Pick<KeyRing, 'byId'>;
  readonly store: Pick<ParcelStore, 'parcel'>;
  readonly challenges: HistoryChallenges;
  readonly directory: Pick<Directory, 'facility'>;
  readonly events: ParcelEvents;
}

/**
 * Who has read of a parcel, for whoever has the code that was sent to its recipient or sender. A try is counted before the
 * code is looked at; a right one ends the code, in one transaction with the event. What is not to be had, for whatever
 * reason, is refused with `PARCEL.CODE_INVALID`; `PARCEL.CHANGED` where tries got in each other's way.
 */
export const openHistory = (dependencies: OpenHistoryDependencies) => {
  const { recorder, clock, random, ring, store, challenges, directory, events } = dependencies;

  const provinceOf = async (tenant: string, facility: string): Promise<string | undefined> => {
    const found = await directory.facility(tenant, facility);
    return found && communeByCode(found.communeCode)?.provinceName;
  };

  const shown = async (tenant: string, reads: readonly HistoryRead[]): Promise<readonly ShownRead[]> => {
    const facilities = [...new Set(reads.flatMap(({ facility }) => facility ?? []))];
    const provinces = new Map(
      await Promise.all(facilities.map(async (one) => [one, await provinceOf(tenant, one)] as const)),
    );
    return reads.map(({ facility = '', ...read }) => {
      const province = provinces.get(facility);
      return { ...read, ...(province !== undefined && { province }) };
    });
  };

  const attempt = async (
    tenant: string,
    challengeId: string,
    code: string,
  ): Promise<OpenedHistory | undefined> => {
    const { tries, followUpMinutes } = inForce(historyCodeRules, clock.now()).value;
    const challenge = await challenges.challenge(tenant, challengeId, clock.now());
    if (challenge === undefined || challenge.tries >= tries) throw refuse('PARCEL.CODE_INVALID');
    if (!(await challenges.countTry(tenant, challenge))) return undefined;
    const key = await ring.byId(tenant, 'history', challenge.hashKeyId);
    if (key === undefined || !equalBytes(codeHash(key.key, challengeId, code), challenge.codeHash))
      throw refuse('PARCEL.CODE_INVALID');

    const parcel = await findLiving(store, tenant, challenge.parcelId);
    if (parcel === undefined) throw refuse('PARCEL.CODE_INVALID');
    // Read before the code is used up: where the log cannot be read, the same code may be tried again.
    const { events: found, complete } = await events.about(tenant, parcel.pseudonym, parcel.issuedAt);
    const reads = await shown(tenant, historyReads(found));

    const followUp = toBase64Url(random(32));
    const followUpExpiresAtSeconds = Math.ceil(clock.now() / 1_000) + followUpMinutes * 60;
    const recorded = await recorder.commit(
      publicPage(tenant),
      {
        action: 'parcel.history',
        outcome: 'allowed',
        purpose: 'history',
        grounds: challenge.party,
        resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }],
      },
      {
        writes: () => [
          challenges.openWrite(tenant, challenge, {
            followUpHash: followUpHash(key.key, challengeId, followUp),
            spent: tries,
            expiresAtSeconds: followUpExpiresAtSeconds,
          }),
        ],
      },
    );
    return recorded.outcome === 'committed'
      ? { reads, complete, followUp, followUpExpiresAtSeconds, receipt: recorded.receipt }
      : undefined;
  };

  return (company: string, challengeId: string, code: string): Promise<OpenedHistory> =>
    untilSettled(() => attempt(company, challengeId, code));
};
