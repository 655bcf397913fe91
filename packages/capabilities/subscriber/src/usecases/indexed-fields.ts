import { fieldsOf, INDEX_NAMES, type SealedFieldName } from '../domain/index.ts';

const all = (of: 'person' | 'subscription'): readonly SealedFieldName[] => [
  ...new Set(INDEX_NAMES.flatMap((index) => fieldsOf(index, of))),
];

/** The fields of records that any index is made of: what is opened to keep indexes. */
export const INDEXED_FIELDS = { person: all('person'), subscription: all('subscription') } as const;
