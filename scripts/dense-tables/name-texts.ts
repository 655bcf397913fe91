import { pick, weighted, whole, type Chance } from './chance.ts';
import type { Phrases } from './inputs.ts';
import { FAMILY_NAMES, MIDDLE_NAMES, TITLES } from './name-words.ts';

/** A person's name, of two to four syllables. */
export const personText = (chance: Chance, from: Phrases): string => {
  const family = weighted(chance, FAMILY_NAMES);
  const kind = chance();
  if (kind < 0.45) return `${family} ${pick(chance, from.givenPairs)}`;
  if (kind < 0.7) return `${family} ${weighted(chance, MIDDLE_NAMES)} ${pick(chance, from.givenNames)}`;
  if (kind < 0.88) return `${family} ${weighted(chance, MIDDLE_NAMES)} ${pick(chance, from.givenPairs)}`;
  if (kind < 0.93) return `${family} ${pick(chance, from.givenNames)}`;
  return kind < 0.97 ? pick(chance, from.givenPairs) : pick(chance, from.givenNames);
};

const firmText = (chance: Chance, from: Phrases): string => {
  const firm = pick(chance, from.firms);
  const kind = chance();
  if (kind < 0.4) return `${firm} ${pick(chance, from.firmWords)}`;
  if (kind < 0.6) return `${firm} ${pick(chance, from.firmWords)} ${pick(chance, from.firmWords)}`;
  if (kind < 0.8) return `${firm} ${pick(chance, from.givenPairs)}`;
  return kind < 0.9 ? `${firm} ${pick(chance, from.givenNames)}` : `${firm} ${whole(chance, 1, 30)}`;
};

const remarkText = (chance: Chance, from: Phrases): string =>
  pick(chance, ['shop', 'Shop', 'chị', 'anh', 'Cty', pick(chance, from.givenNames)]);

/** What stands in the field of a name. */
export const nameText = (chance: Chance, from: Phrases): string => {
  const kind = chance();
  if (kind < 0.86) return personText(chance, from);
  if (kind < 0.91) {
    const name = chance() < 0.5 ? pick(chance, from.givenNames) : personText(chance, from);
    return `${pick(chance, TITLES)} ${name}`;
  }
  if (kind < 0.935) return pick(chance, from.otherNames);
  if (kind < 0.985) return firmText(chance, from);
  return chance() < 0.5
    ? `${personText(chance, from)} (${remarkText(chance, from)})`
    : `${pick(chance, from.firms)} - ${personText(chance, from)}`;
};
