import type { PolicyRecord, Role } from '@temkin/kernel';

/** What parcels are looked for by a telephone number for, and by whom. */
export const SEARCH_RULES = {
  support: ['support', 'support-lead'],
  'subject-request': ['support-lead', 'privacy-officer'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type SearchPurpose = keyof typeof SEARCH_RULES;

export const SEARCH_PURPOSES = Object.keys(SEARCH_RULES) as readonly SearchPurpose[];

/** Whether somebody of these roles may search for a purpose. */
export const maySearch = (purpose: SearchPurpose, roles: readonly Role[]): boolean =>
  SEARCH_RULES[purpose].some((role) => roles.includes(role));

const searches = (purpose: SearchPurpose, value: number, source: string): readonly PolicyRecord<number>[] => [
  { id: `phone-searches-${purpose}`, value, source: `Temkin default: ${source}`, validFrom: '2025-07-01' },
];

/** Pages of results that one principal may ask for in an hour, by purpose. */
export const searchesPerHour: Readonly<Record<SearchPurpose, readonly PolicyRecord<number>[]>> = {
  support: searches('support', 30, 'a call every two minutes, as the openings that follow'),
  'subject-request': searches('subject-request', 60, 'every page of a person with a thousand parcels'),
};
