import type { ActorPseudonyms } from '@temkin/audit-event';
import type { Caller, Receipt } from '@temkin/kernel';
import {
  ASK_BY,
  holderOfStored,
  indexAsked,
  isPurposeOpen,
  openFields,
  READ_POLICY,
  showRecord,
  type FieldName,
  type HolderKind,
  type IndexQuestion,
  type ReadPurpose,
  type ShownFields,
} from '../domain/index.ts';
import { countRegistrySearch } from '../store/registry-searches.ts';
import { findByIndex } from './find-by-index.ts';
import type { Hit } from './open-candidates.ts';
import { refuse } from './refuse.ts';
import type { RegistryFindings } from './registry-findings.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import { searchQuotas } from './search-quota.ts';

/** What is known of whom somebody looks for, what for, and upon what. */
export interface SubscriberSearch {
  readonly question: IndexQuestion;
  readonly purpose: ReadPurpose;
  /** Of a transaction or of a case. */
  readonly basisId: string;
}

/** Somebody who was found, masked. */
export interface Match extends Hit {
  readonly kind: HolderKind;
  readonly holder: ShownFields;
}

export type FoundSubscribers = { readonly receipt: Receipt } & (
  | { readonly matches: readonly Match[]; readonly count?: undefined }
  | { readonly count: number; readonly matches?: undefined }
);

/** What a match shows, so that the right one is chosen; each where the purpose shows it at all. */
const TELLING: readonly FieldName[] = ['name', 'birthDate', 'identity', 'address'];

/**
 * Searches by the index that is asked for so, for a purpose that the caller's role reads for, upon a transaction or case, within the
 * limits of an hour and a day. It is counted before anything is opened. The hits are bound to what the search is upon, where that names
 * nobody, and shown masked; too many are counted and neither bound nor shown. Refuses `SUBSCRIBER.PURPOSE_NOT_ALLOWED`,
 * `SUBSCRIBER.BASIS_REQUIRED`, `SUBSCRIBER.QUOTA_EXCEEDED`, which is a finding too, and what `findByIndex` refuses.
 */
export const searchSubscribers = (
  registry: Registry,
  { actors, findings }: { readonly actors: ActorPseudonyms; readonly findings: RegistryFindings },
) => {
  const { people, personKeys, bases, clock } = registry;
  const find = findByIndex(registry);
  const basisOf = requireBasis(registry);

  /** Whoever was erased in between, or had the purpose closed, is left out. */
  const shownMatches = async (
    tenant: string,
    purpose: ReadPurpose,
    hits: readonly Hit[],
    fields: readonly FieldName[],
  ): Promise<readonly Match[]> => {
    const personIds = [...new Set(hits.map(({ personId }) => personId))];
    if (personIds.length === 0) return [];
    const [persons, keys] = await Promise.all([
      people.findMany(tenant, personIds),
      personKeys.findMany(tenant, personIds),
    ]);
    const masked = Object.fromEntries(fields.map((field) => [field, 'masked' as const]));
    return hits.flatMap((hit): readonly Match[] => {
      const at = personIds.indexOf(hit.personId);
      const [person, key] = [persons[at], keys[at]];
      if (person === undefined || key === undefined || !isPurposeOpen(purpose, person.marks ?? [])) return [];
      const place = { tenant, personId: hit.personId, record: 'person' } as const;
      const texts = openFields(key, place, person.sealed, fields);
      const { holder } = showRecord(
        { holder: holderOfStored({ clear: person.clear, texts }) },
        masked,
        clock.now(),
      );
      return [{ ...hit, kind: person.clear.kind, holder }];
    });
  };

  return async (
    caller: Caller,
    { question, purpose, basisId }: SubscriberSearch,
  ): Promise<FoundSubscribers> => {
    const { tenant, id, roles } = caller.principal;
    const about = { purpose };
    const line = READ_POLICY.find(
      (rule) => rule.purpose === purpose && rule.roles.some((role) => roles.includes(role)),
    );
    if (line === undefined) throw refuse('SUBSCRIBER.PURPOSE_NOT_ALLOWED', { about });
    const basis = await basisOf(caller, { basisId, purpose });
    const index = indexAsked(question);
    if (index === undefined) throw refuse('SUBSCRIBER.SEARCH_INCOMPLETE', { about, detail: ASK_BY });
    const now = clock.now();
    const quotas = searchQuotas(now);
    const fields = TELLING.filter((field) => line.shown[field] !== undefined);

    const found = await find(
      caller,
      { index, question, purpose, reference: basisId },
      {
        resource: basisResource(basis),
        reliedOn: [basis.reliedOn],
        policies: quotas.map(({ policyId }) => policyId),
        counts: quotas.map((quota) => countRegistrySearch(caller.principal, quota, now)),
        beyond: async (failed) => {
          const pseudonym = await actors.of(tenant, id, now);
          findings.report({ finding: 'search-ceiling-reached', tenant, purpose, pseudonym });
          const waits = failed.map((position) => quotas[position]?.retryAfterSeconds ?? 1);
          return refuse('SUBSCRIBER.QUOTA_EXCEEDED', { about, retryAfterSeconds: Math.max(...waits) });
        },
        groups: fields.map((field) => `${field}:masked`),
        bind: (personIds) =>
          basis.personId === undefined
            ? personIds.map((personId) => bases.bindWrite(tenant, basis, personId))
            : [],
      },
    );
    const { receipt } = found;
    return found.outcome === 'counted'
      ? { receipt, count: found.hits }
      : { receipt, matches: await shownMatches(tenant, purpose, found.found, fields) };
  };
};
