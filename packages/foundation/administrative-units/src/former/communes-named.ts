import { CHANGES_2026 } from '../changes-2026.ts';
import { TABLE_2025_07_01 } from '../table-2025-07-01.ts';
import { communesListed } from '../unit-table.ts';
import { unitsMeant } from './find-units.ts';
import { provinceMeant } from './former-communes.ts';
import { COMMUNE_TIER, nameKey, plainKey, PROVINCE_TIER, type UnitKey } from './unit-key.ts';

interface Named extends UnitKey {
  readonly code: string;
}

let read:
  | {
      readonly provinces: readonly Named[];
      readonly communes: readonly (Named & { readonly province: string })[];
    }
  | undefined;

const tables = [TABLE_2025_07_01, ...CHANGES_2026];

/** Every name that a unit has had since July 2025. */
const units = (): NonNullable<typeof read> =>
  (read ??= {
    provinces: tables.flatMap(({ provinces }) =>
      Object.entries(provinces).map(([code, name]) => ({
        code,
        kind: name.startsWith('Tỉnh') ? 'T' : 'C',
        ...keysOf(name.replace(/^(?:Tỉnh|Thành phố) /u, '')),
      })),
    ),
    communes: tables.flatMap(({ communes }) =>
      Object.entries(communes).flatMap(([province, joined]) =>
        communesListed(joined).map(({ code, letter, name }) => ({
          province,
          code,
          kind: letter,
          ...keysOf(name),
        })),
      ),
    ),
  });

const keysOf = (text: string): UnitKey => {
  const name = nameKey(text);
  return { name, plain: plainKey(name) };
};

/** Codes of the communes of the two-tier model that are, or since July 2025 were, called so in a province. */
export const communesNamed = (names: {
  readonly commune: string;
  readonly province: string;
}): readonly string[] => {
  const { provinces, communes } = units();
  const meant = unitsMeant(provinces, provinceMeant(names.province), PROVINCE_TIER);
  const within = communes.filter(({ province }) => meant.some(({ code }) => code === province));
  return [...new Set(unitsMeant(within, names.commune, COMMUNE_TIER).map(({ code }) => code))].toSorted();
};
