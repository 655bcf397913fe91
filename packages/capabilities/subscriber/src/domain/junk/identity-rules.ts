import { birthYearOf, hasReached, isBornAfter } from '../forms/normalize-birth-date.ts';
import { readPersonalNumber } from '../forms/personal-number.ts';
import { hitUpon, type PersonRule } from './junk-rule.ts';
import { isHeld, type SweptPerson } from './swept-person.ts';

const PERSONAL_NUMBER = /^[0-9]{12}$/;

/** What of an identity does not agree with itself, in codes. */
const disagreements = (
  { kind, identityNumber, birthDate, sex }: SweptPerson,
  oldestYears: number,
  firstRegisteredAt: number | undefined,
  at: number,
): readonly string[] => {
  if (birthDate === undefined) return [];
  const isOld = hasReached(birthDate, oldestYears + 1, at) === 'yes';
  const isUnborn = firstRegisteredAt !== undefined && isBornAfter(birthDate, firstRegisteredAt);
  const codes = isOld || isUnborn ? ['BIRTH_UNLIKELY'] : [];
  // Passports and the numbers of legal entities say nothing of anybody.
  const isPersonal = kind === 'citizen' || kind === 'child';
  if (!isPersonal || identityNumber === undefined || !PERSONAL_NUMBER.test(identityNumber)) return codes;
  const told = readPersonalNumber(identityNumber);
  if (told.birthYear !== birthYearOf(birthDate)) codes.push('BIRTH_YEAR_DISAGREES');
  if (sex !== undefined && told.sex !== sex) codes.push('SEX_DISAGREES');
  return codes;
};

/** A personal number tells sex and year of birth (Decree 137/2015 Art 13): one that was made up rarely agrees with both. */
export const identityDisagrees: PersonRule = {
  id: 'identity-disagrees',
  scope: 'person',
  severity: 'high',
  source: 'Decree 163/2024 Art 18.1, 18.3: papers whose content does not agree are turned away',
  needs: ['kind', 'identityNumber', 'birthDate', 'sex', 'registeredAt'],
  judge: (person, { at, limits }) => {
    const held = person.subscriptions.filter(isHeld);
    if (held.length === 0) return [];
    const [first] = held.flatMap(({ registeredAt }) => registeredAt ?? []).toSorted((a, b) => a - b);
    const { personId } = person;
    return disagreements(person, limits.oldestYears, first, at).map((code) =>
      hitUpon(
        identityDisagrees,
        held.map(({ subscriptionId }) => ({ personId, subscriptionId })),
        { code, about: personId, numbers: {}, limits },
      ),
    );
  },
};
