import { identityText, normalizeIdentityNumber } from '../forms/normalize-identity-number.ts';
import { normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import { normalizeName } from '../forms/normalize-name.ts';
import type { HolderRecord } from '../record/subscriber-record.ts';

/**
 * What says that two rows have one holder: the same identity number, name and date of birth, as forms. Two names on one identity number are
 * two people, until somebody looks: one of them is a junk SIM (`document-of-many`). Undefined of who has no identity number that can be
 * read, of whom nobody can tell.
 */
export const holderKeyOf = ({
  kind,
  name = '',
  birthDate = '',
  identity,
}: HolderRecord): string | undefined => {
  const ofIdentity = identity === undefined ? undefined : normalizeIdentityNumber(identity);
  if (ofIdentity?.ok !== true) return undefined;
  const ofName = normalizeName(name, kind === 'organisation' ? kind : 'person');
  const ofDate = normalizeBirthDate(birthDate);
  return JSON.stringify([
    kind,
    identityText(ofIdentity.value),
    ofName.ok ? ofName.value.anyOrder : name,
    ofDate.ok ? ofDate.value : birthDate,
  ]);
};
