import { identityText, normalizeIdentityNumber } from '../forms/normalize-identity-number.ts';
import { normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import { normalizeName } from '../forms/normalize-name.ts';
import type { HolderRecord } from '../record/subscriber-record.ts';

/** An identity number in its form; undefined of one that cannot be read. */
const identityOf = ({ identity }: HolderRecord): string | undefined => {
  const verdict = identity === undefined ? undefined : normalizeIdentityNumber(identity);
  return verdict?.ok === true ? identityText(verdict.value) : undefined;
};

const namedAs = ({ kind, name = '', birthDate = '' }: HolderRecord): readonly string[] => {
  const ofName = normalizeName(name, kind === 'organisation' ? kind : 'person');
  const ofDate = normalizeBirthDate(birthDate);
  return [ofName.ok ? ofName.value.anyOrder : name, ofDate.ok ? ofDate.value : birthDate];
};

/**
 * Whether a row is about the holder of whom the registry knows that the row's number is theirs: of the same kind, and by the same identity
 * number, so that name and date of birth may be corrected. Where neither has an identity number that can be read, both must agree.
 */
export const isSameHolder = (one: HolderRecord, other: HolderRecord): boolean => {
  const identity = identityOf(one);
  if (one.kind !== other.kind || identity !== identityOf(other)) return false;
  return identity !== undefined || JSON.stringify(namedAs(one)) === JSON.stringify(namedAs(other));
};

/**
 * What says that two rows have one holder: the same identity number, name and date of birth, as forms. Two names on one identity number are
 * two people, until somebody looks: one of them is a junk SIM (`document-of-many`). Undefined of who has no identity number that can be
 * read, of whom nobody can tell.
 */
export const holderKeyOf = (holder: HolderRecord): string | undefined => {
  const identity = identityOf(holder);
  return identity === undefined ? undefined : JSON.stringify([holder.kind, identity, ...namedAs(holder)]);
};
