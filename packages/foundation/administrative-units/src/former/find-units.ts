import { unitKeys, type Tier, type UnitKey } from './unit-key.ts';

/**
 * The units that a text may mean: those of the very name, or, where the text has no diacritics at all, those that it fits
 * without; of these the ones of the kind that it says, or, where none is of it, all. A text with other diacritics is another
 * name: nothing is guessed.
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
    if (meant.length > 0) return ofKind.length > 0 ? ofKind : meant;
  }
  return [];
};
