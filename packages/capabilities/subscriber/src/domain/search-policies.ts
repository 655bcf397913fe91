import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2026-11-22';

/** k: how many holders at least are expected to share each value of a truncated index. */
export const holdersPerValue: readonly PolicyRecord<number>[] = [
  {
    id: 'index-holders-per-value',
    value: 5,
    source:
      'Temkin default: k = 5, the smallest group that statistics of persons are commonly published for; twice as many candidates are ' +
      'opened for a search at most, as long as the index is made for as many holders as there are',
    validFrom: FROM,
  },
];

/** How many holders may be expected to share a value of a truncated index before it is to be made anew. */
export const mostPerValue: readonly PolicyRecord<number>[] = [
  {
    id: 'index-holders-per-value-at-most',
    value: 20,
    source:
      'Temkin default: twice as many as a new index has at most, and a fifth of what a search opens before it is refused, so that ' +
      'there is time to make it anew while the registry grows fivefold',
    validFrom: FROM,
  },
];

/** Hits above which a search answers how many there are, and not who. */
export const hitsShown: readonly PolicyRecord<number>[] = [
  {
    id: 'search-hits-shown',
    value: 10,
    source: 'Temkin default: who has to choose among more than ten people has asked for too little',
    validFrom: FROM,
  },
];

/** Candidates that one search opens at most. */
export const candidatesOpened: readonly PolicyRecord<number>[] = [
  {
    id: 'search-candidates',
    value: 100,
    source: 'Temkin default: ten times what an index gives that is made for as many holders as there are',
    validFrom: FROM,
  },
];

/** Searches that somebody may make within a clock hour. */
export const searchesPerHour: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-searches-per-hour',
    value: 60,
    source: 'Temkin default: one a minute, which no counter or call centre exceeds for an hour',
    validFrom: FROM,
  },
];

/** Searches that somebody may make within a day of Vietnam. */
export const searchesPerDay: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-searches-per-day',
    value: 300,
    source: 'Temkin default: as many as somebody can serve in a working day',
    validFrom: FROM,
  },
];

/** Minutes after which the entries of a former generation of an index are deleted. */
export const purgePause: readonly PolicyRecord<number>[] = [
  {
    id: 'index-purge-pause',
    value: 10,
    source: 'Temkin default: twenty times as long as a request may take',
    validFrom: FROM,
  },
];

/** Hours after which it is counted again whether the indexes of a company suit its people. */
export const fitMeasuredEvery: readonly PolicyRecord<number>[] = [
  {
    id: 'index-fit-measured-every',
    value: 24,
    source:
      'Temkin default: no registry doubles within a day, but by an import, before which indexes are made for what will be',
    validFrom: FROM,
  },
];
