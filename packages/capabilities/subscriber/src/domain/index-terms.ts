import { definitionOf, type IndexedForm, type IndexName, type Terms } from './blind-index.ts';
import { bareNumber } from './forms/normal.ts';
import type { NumberUse } from './forms/normalize-msisdn.ts';
import { isNameMeant, normalizeName, type NameForms } from './forms/normalize-name.ts';
import type { OpenPerson, OpenSubscription } from './person.ts';
import { searchedForms, searchedNumber, type SearchedForms } from './record/searched-forms.ts';
import { holderOfStored, type FieldTexts } from './record/stored-fields.ts';
import type { HolderKind, PartyRecord } from './record/subscriber-record.ts';

/** What somebody asks with, as written on a document or said on the telephone; each index takes of it what it is made of. */
export interface IndexQuestion extends Pick<PartyRecord, 'name' | 'birthDate' | 'identity' | 'address'> {
  /** Of an organisation, whose names have digits and whose index no year; else any person's. */
  readonly kind?: HolderKind;
  readonly msisdn?: string;
  /** Absent of a person's number. */
  readonly use?: NumberUse;
  /** Where no more of the number is known. */
  readonly msisdnLast4?: string;
  readonly identityLast4?: string;
}

/** What an index is asked for. */
export interface Sought {
  readonly index: IndexName;
  /** Several where the address may be in several communes: any of them is meant. */
  readonly terms: readonly Terms[];
  /** The name with its diacritics, where the index has one: it has none of those. */
  readonly name?: NameForms;
}

/** What each form is; several of a commune. */
type Forms = Readonly<Partial<Record<IndexedForm, readonly string[]>>>;

const formsOf = (
  { communes, ...forms }: SearchedForms,
  kind: HolderKind | undefined,
  number: FormsOfNumber,
): Forms => ({
  ...Object.fromEntries(Object.entries({ ...forms, ...number }).map(([form, text]) => [form, [text]])),
  commune: communes,
  // Nobody asks for an organisation by a year.
  ...(kind === 'organisation' && { birthYear: [''] }),
});

type FormsOfNumber = ReturnType<typeof searchedNumber>;

/** Of each form one, in all ways; none where a form lacks. */
const termsIn = (index: IndexName, forms: Forms): readonly Terms[] =>
  definitionOf(index).forms.reduce<readonly Terms[]>(
    (terms, form) => terms.flatMap((one) => (forms[form] ?? []).map((text) => [...one, text])),
    [[]],
  );

const nameIn = (
  index: IndexName,
  party: PartyRecord,
  kind: HolderKind | undefined,
): NameForms | undefined => {
  if (!definitionOf(index).forms.includes('name')) return undefined;
  const verdict = normalizeName(party.name ?? '', kind === 'organisation' ? kind : 'person');
  return verdict.ok ? verdict.value : undefined;
};

/** Forms of fields, which never change: of each person they are asked for by every index, and by each of its numbers. */
const formsOfFields = new WeakMap<FieldTexts, { readonly kind: HolderKind; readonly forms: SearchedForms }>();

const searchedOf = (person: Pick<OpenPerson, 'kind' | 'fields'>): SearchedForms => {
  const { kind, fields } = person;
  const known = formsOfFields.get(fields);
  if (known?.kind === kind) return known.forms;
  const forms = searchedForms(partyOf(person), kind);
  formsOfFields.set(fields, { kind, forms });
  return forms;
};

const partyOf = ({ kind, fields }: Pick<OpenPerson, 'kind' | 'fields'>): PartyRecord =>
  holderOfStored({ clear: { kind }, texts: fields });

/**
 * All that a holder, with one of its subscriptions where the index is of those, is found by: nothing where a field lacks or has no
 * form, several of an address that may be in several communes.
 */
export const termsOf = (
  index: IndexName,
  person: Pick<OpenPerson, 'kind' | 'fields'>,
  subscription?: Pick<OpenSubscription, 'use' | 'fields'>,
): readonly Terms[] => {
  if (definitionOf(index).kinds?.includes(person.kind) === false) return [];
  const { msisdn } = subscription?.fields ?? {};
  const number =
    subscription === undefined || msisdn === undefined ? {} : searchedNumber(msisdn, subscription.use);
  return termsIn(index, formsOf(searchedOf(person), person.kind, number));
};

/** The forms of a question, as far as it has them. */
export const formsAsked = (question: IndexQuestion): Forms => {
  const { kind, msisdn, use = 'person', msisdnLast4 = '', identityLast4 = '' } = question;
  const identity = bareNumber(identityLast4);
  const forms = formsOf(searchedForms(question, kind), kind, {
    ...(/^[0-9]{4}$/.test(msisdnLast4) && { msisdnLast4 }),
    ...(msisdn !== undefined && searchedNumber(msisdn, use)),
  });
  return { ...(/^[0-9A-Z]{4}$/.test(identity) && { identityLast4: [identity] }), ...forms };
};

/** What an index is asked for; undefined where the question lacks something that it is made of, or has it in no form. */
export const soughtBy = (index: IndexName, question: IndexQuestion): Sought | undefined => {
  const terms = termsIn(index, formsAsked(question));
  const name = nameIn(index, question, question.kind);
  return terms.length === 0 ? undefined : { index, terms, ...(name !== undefined && { name }) };
};

const isSame = (one: Terms, other: Terms): boolean =>
  one.length === other.length && one.every((term, at) => term === other[at]);

/** Whether a candidate that was opened is who was asked for: by the same terms, and by a name with the diacritics that were asked for. */
export const isMeant = (
  { index, terms, name }: Sought,
  person: Pick<OpenPerson, 'kind' | 'fields'>,
  subscription?: Pick<OpenSubscription, 'use' | 'fields'>,
): boolean => {
  if (!termsOf(index, person, subscription).some((one) => terms.some((other) => isSame(one, other))))
    return false;
  if (name === undefined) return true;
  const found = nameIn(index, partyOf(person), person.kind);
  return found !== undefined && isNameMeant(found, name);
};
