import { unitsMeant } from './find-units.ts';
import { FORMER_COMMUNES, FORMER_WORDS } from './former-table.ts';
import { unpackCode, unpackEntry, unpackName } from './packed-text.ts';
import { COMMUNE_TIER, DISTRICT_TIER, plainKey, PROVINCE_TIER, type UnitKey } from './unit-key.ts';

/** A commune of before July 2025, or of years before that, under one name. */
interface FormerCommune extends UnitKey {
  /** Its five digits; absent where the source has none. */
  readonly code?: string;
  /** Codes of the communes of today that it, or a part of it, became. */
  readonly successors: readonly string[];
}

interface FormerDistrict extends UnitKey {
  readonly communes: readonly FormerCommune[];
}

interface FormerProvince extends UnitKey {
  readonly districts: readonly FormerDistrict[];
}

/** How provinces are written besides. */
const ALIASES: readonly (readonly [alias: RegExp, name: string])[] = [
  [/^(?:tp|thành phố)?[. ]*(?:hcm|hồ chí minh|ho chi minh)$/iu, 'Thành phố Hồ Chí Minh'],
  [/^(?:tỉnh )?(?:thừa thiên|thua thien)[ -]*(?:huế|hue)$/iu, 'Thành phố Huế'],
  [/^(?:tỉnh )?(?:đắc lắc|đăk lăk|dac lac)$/iu, 'Tỉnh Đắk Lắk'],
  [/^(?:tỉnh )?(?:đắc nông|đăk nông|dac nong)$/iu, 'Tỉnh Đắk Nông'],
  [/^(?:tỉnh )?(?:bắc cạn|bac can)$/iu, 'Tỉnh Bắc Kạn'],
];

/** A province as the tables call it. */
export const provinceMeant = (written: string): string => {
  const text = written.normalize('NFC').trim();
  return ALIASES.find(([alias]) => alias.test(text))?.[1] ?? written;
};

let listed: readonly string[] | undefined;

const words = (): readonly string[] => (listed ??= FORMER_WORDS.split(' '));

let read: readonly FormerProvince[] | undefined;

/** Read on the first question, not before. */
const provinces = (): readonly FormerProvince[] =>
  (read ??= Object.entries(FORMER_COMMUNES).map(([province, districts]) => ({
    ...keyed(province),
    districts: districts.split(';').map((line) => {
      const [district = '', communes = ''] = line.split(':');
      return { ...keyed(district), communes: communesIn(communes) };
    }),
  })));

/** Letter of the kind and packed name. */
const keyed = (text: string): { readonly kind: string } & UnitKey => {
  const name = unpackName(text.slice(1), words());
  return { kind: text.charAt(0), name, plain: plainKey(name) };
};

/** For each successor the communes that went there. */
const communesIn = (groups: string): readonly FormerCommune[] => {
  const found = new Map<string, { code?: string; readonly key: UnitKey; readonly successors: Set<string> }>();
  for (const group of groups.split('|')) {
    const [packed = '', communes = ''] = group.split('=');
    const successor = unpackCode(packed);
    for (const entry of communes.split(',')) {
      const { code, name: text } = unpackEntry(entry);
      const commune = found.get(text) ?? { key: keyed(text), successors: new Set() };
      commune.successors.add(successor);
      if (code !== undefined) commune.code = code;
      found.set(text, commune);
    }
  }
  return [...found.values()].map(({ code, key, successors }) => ({
    ...key,
    ...(code !== undefined && { code }),
    successors: [...successors].toSorted(),
  }));
};

const successorsOf = (communes: readonly FormerCommune[]): readonly string[] =>
  [...new Set(communes.flatMap(({ successors }) => successors))].toSorted();

/**
 * Codes of the communes of today that a former commune, or a part of it, became, by its five digits of before July 2025;
 * none where the table does not know it. Half of the digits name another place today: it must be known that they are old.
 * One answer is no proof either: of communes that were divided the source often knows the larger part alone.
 */
export const successorsOfCode = (formerCode: string): readonly string[] => byCode().get(formerCode) ?? [];

let coded: ReadonlyMap<string, readonly string[]> | undefined;

const byCode = (): ReadonlyMap<string, readonly string[]> =>
  (coded ??= new Map(
    provinces()
      .flatMap(({ districts }) => districts.flatMap(({ communes }) => communes))
      .flatMap(({ code, successors }) => (code === undefined ? [] : [[code, successors] as const])),
  ));

/** The same by the names of commune, district and province; without a district, of all in the province that are called so. */
export const successorsOfNames = (names: {
  readonly commune: string;
  readonly district?: string;
  readonly province: string;
}): readonly string[] => {
  const inProvinces = unitsMeant(provinces(), provinceMeant(names.province), PROVINCE_TIER);
  const all = inProvinces.flatMap(({ districts }) => districts);
  const districts = names.district === undefined ? all : unitsMeant(all, names.district, DISTRICT_TIER);
  return successorsOf(
    unitsMeant(
      districts.flatMap(({ communes }) => communes),
      names.commune,
      COMMUNE_TIER,
    ),
  );
};
