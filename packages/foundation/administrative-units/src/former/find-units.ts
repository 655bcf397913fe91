import { unitKeys, type Tier, type UnitKey } from './unit-key.ts';

/**
 * The units that a text may mean: those of the very name, or, where the text has no diacritics at all, those that it fits
 * without; of these the ones of the kind that it says, or, where none is of it and the kind is not `its-own`, all. A text with
 * other diacritics is another name: nothing is guessed.
 */
export const unitsMeant = <Unit extends UnitKey>(
  units: readonly Unit[],
  written: string,
  tier: Tier,
): readonly Unit[] => {
  for (const asked of unitKeys(written, tier)) {
    const named = units.filter(({ name }) => name === asked.name);
    const meant =
      named.length === 0 && asked.name === asked.plain
        ? units.filter(({ plain }) => plain === asked.plain)
        : named;
    const ofKind = meant.filter(({ kind }) => kind === asked.kind);
    const found = ofKind.length > 0 || isItsOwn(asked, tier) ? ofKind : meant;
    if (found.length > 0) return found;
  }
  return [];
};

const isItsOwn = (asked: UnitKey, tier: Tier): boolean =>
  tier.some(([kind, , meaning]) => kind === asked.kind && meaning === 'its-own');
