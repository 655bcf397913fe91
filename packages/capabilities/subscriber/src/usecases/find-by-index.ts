import type { Change, EventDraft } from '@temkin/audit-event';
import { inForce, toHex, type Caller, type Receipt, type Refusal, type ReliedOn } from '@temkin/kernel';
import {
  candidatesOpened,
  definitionOf,
  hitsShown,
  indexHash,
  questionFaults,
  searched,
  soughtBy,
  type IndexName,
  type IndexQuestion,
} from '../domain/index.ts';
import type { Candidate } from '../store/index-entries.ts';
import { openCandidates, type Hit } from './open-candidates.ts';
import { candidateResource, faultErrors, indexResource, personResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** By what people are searched for, and what for. */
export interface IndexSearch {
  readonly index: IndexName;
  /** What is known, at least all that the index is made of. */
  readonly question: IndexQuestion;
  /** A word of a closed list. */
  readonly purpose: string;
  /** The case or transaction that the search is for, by an id that names nobody. */
  readonly reference: string;
}

type Writes = ReturnType<NonNullable<Change['writes']>>;

/** What a search stands upon that somebody asked for: then the hits have an event of their own, whatever the index. */
export interface SearchUpon {
  /** What it refers to, as events speak of it. */
  readonly resource: { readonly type: string; readonly pseudonym: string };
  readonly reliedOn: readonly ReliedOn[];
  readonly policies: readonly string[];
  /** Count the search before anything is opened or it is refused as too wide, and what is refused where one of them is. */
  readonly counts: Writes;
  readonly beyond: (failed: readonly number[]) => Refusal | Promise<Refusal>;
  /** Fields of hits that are shown, as events name them: `name:masked`. */
  readonly groups: readonly string[];
  /** Binds hits to what the search refers to, where they are shown. */
  readonly bind: (personIds: readonly string[]) => Writes;
}

/** Who was found; or how many only, where there are more than a search may show. */
export type Found = {
  /** Candidates that were opened to tell. */
  readonly opened: number;
  readonly hits: number;
  readonly receipt: Receipt;
} & ({ readonly outcome: 'found'; readonly found: readonly Hit[] } | { readonly outcome: 'counted' });

const TOO_WIDE = 'SUBSCRIBER.SEARCH_TOO_WIDE';

/** Each once, by however many entries they were come upon. */
const distinct = (candidates: readonly Candidate[]): readonly Candidate[] => [
  ...new Map(candidates.map((one) => [JSON.stringify([one.personId, one.subscriptionId]), one])).values(),
];

/**
 * Searches by an index. Its state is checked in the transaction of the event, so no answer is made of entries that are being deleted:
 * whoever was registered when the search began is found, whatever happens to the index meanwhile. The event comes before anything is
 * opened and names everybody who will be; of a truncated index a second one names those who are hits. Refuses
 * `SUBSCRIBER.SEARCH_INCOMPLETE` where a field lacks or has no form, by its place in the question, `SUBSCRIBER.INDEX_NOT_READY` while the index is made for the first time,
 * `SUBSCRIBER.SEARCH_TOO_WIDE` where more candidates would be opened than a search may, which is counted and on record as a search is, for
 * it tells how many share what was asked for; and `SUBSCRIBER.PURPOSE_CLOSED` where an index of
 * full length leads to nobody but people whose records are closed for the purpose. By others these are left out.
 */
export const findByIndex = (registry: Registry) => {
  const { recorder, states, entries, indexKeys, clock, random } = registry;
  const open = openCandidates(registry);

  return async (
    caller: Caller,
    { index, question, purpose, reference }: IndexSearch,
    upon?: SearchUpon,
  ): Promise<Found> => {
    const { tenant } = caller.principal;
    const sought = soughtBy(index, question);
    if (sought === undefined)
      throw refuse('SUBSCRIBER.SEARCH_INCOMPLETE', {
        about: { purpose },
        errors: faultErrors(questionFaults(index, question)),
      });
    const isToldTwice = definitionOf(index).length === 'truncated' || upon !== undefined;
    const now = clock.now();
    const [most, shown] = [inForce(candidatesOpened, now), inForce(hitsShown, now)];

    return untilSettled(async () => {
      const copy = toHex(random(1)).slice(1);
      const read = await states.read(tenant, copy);
      const generation = searched(read.states[index]);
      if (generation === undefined)
        throw refuse('SUBSCRIBER.INDEX_NOT_READY', { about: { purpose }, retryAfterSeconds: 60 });
      const { number, bits } = generation;
      const key = await indexKeys.find(tenant, index, number);
      if (key === undefined) return undefined;

      const hashes = new Set(sought.terms.map((terms) => indexHash(key, index, terms, bits)));
      const pages = await Promise.all(
        [...hashes].map((hash) =>
          entries.candidates(tenant, { index, generation: number, hash }, most.value),
        ),
      );
      const candidates = distinct(pages.flatMap((page) => page.candidates));
      const isTooWide = candidates.length > most.value || pages.some(({ isMore }) => isMore);

      const draft = {
        action: 'subscriber.search',
        outcome: 'allowed',
        purpose,
        policies: [most.id, shown.id, ...(upon?.policies ?? [])],
      } as const satisfies Partial<EventDraft>;
      const about = [
        indexResource(index, number),
        upon?.resource ?? { type: 'registry-case', pseudonym: reference },
      ];
      const recorded = await recorder.commit(
        caller,
        isTooWide
          ? { ...draft, outcome: 'refused', reason: TOO_WIDE, flags: ['count-only'], resources: about }
          : {
              ...draft,
              change: isToldTwice ? 'candidates' : 'hits',
              resources: [
                ...about,
                ...candidates.map((one) =>
                  isToldTwice ? candidateResource(one) : personResource(one.personId),
                ),
              ],
            },
        {
          reliedOn: [states.reliedOn(tenant, copy, read), ...(upon?.reliedOn ?? [])],
          writes: () => upon?.counts ?? [],
        },
      );
      if (recorded.outcome === 'refused' && upon !== undefined) throw await upon.beyond(recorded.failed);
      if (recorded.outcome !== 'committed') return undefined;
      if (isTooWide) throw refuse(TOO_WIDE, { about: { purpose }, receipt: recorded.receipt });

      const { hits: found, closed } = await open(tenant, sought, candidates, purpose);
      // Of a truncated index most candidates are strangers: nobody knows whether who was not looked at is meant.
      if (found.length === 0 && closed > 0 && definitionOf(index).length === 'full')
        throw refuse('SUBSCRIBER.PURPOSE_CLOSED', { about: { purpose } });
      const counts = { opened: candidates.length, hits: found.length };
      const isShown = found.length <= shown.value;
      const personIds = [...new Set(found.map(({ personId }) => personId))];
      const hitsOnRecord = isToldTwice
        ? await recorder.commit(
            caller,
            {
              ...draft,
              change: 'hits',
              flags: [...(isShown ? [] : ['count-only']), ...(closed > 0 ? ['purpose-closed'] : [])],
              ...(isShown && upon !== undefined && { groups: upon.groups }),
              resources: [...about, ...found.map(({ personId }) => personResource(personId))],
            },
            {
              reliedOn: upon?.reliedOn ?? [],
              writes: () => (isShown ? (upon?.bind(personIds) ?? []) : []),
            },
          )
        : recorded;
      if (hitsOnRecord.outcome === 'changed')
        throw refuse('SUBSCRIBER.BASIS_REQUIRED', { about: { purpose } });
      if (hitsOnRecord.outcome !== 'committed') return undefined;
      const { receipt } = hitsOnRecord;
      return isShown
        ? { ...counts, receipt, outcome: 'found', found }
        : { ...counts, receipt, outcome: 'counted' };
    });
  };
};
