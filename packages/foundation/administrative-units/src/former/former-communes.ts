import { unitsMeant } from './find-units.ts';
import { FORMER_COMMUNES, FORMER_WORDS } from './former-table.ts';
import { unpackCode, unpackName } from './packed-text.ts';
import { COMMUNE_TIER, DISTRICT_TIER, isOfTier, plainKey, PROVINCE_TIER, type UnitKey } from './unit-key.ts';

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
  let successor = '0';
  for (const group of groups.split('|')) {
    const [packed = '', communes = ''] = group.split('=');
    successor = unpackCode(packed, successor).code ?? successor;
    let before = successor;
    for (const entry of communes.split(',')) {
      const { code, rest: text } = unpackCode(entry, before);
      before = code ?? before;
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
  const all = districtsIn(names.province);
  const districts = names.district === undefined ? all : unitsMeant(all, names.district, DISTRICT_TIER);
  return successorsOf(
    unitsMeant(
      districts.flatMap(({ communes }) => communes),
      names.commune,
      COMMUNE_TIER,
    ),
  );
};

/**
 * Codes of the communes of today that the communes of a former district became; none where its kind is not written with it, for a
 * commune may be called so. Whoever says no more than a district may live in any of them.
 */
export const successorsOfDistrict = (names: {
  readonly district: string;
  readonly province: string;
}): readonly string[] =>
  isOfTier(names.district, DISTRICT_TIER)
    ? successorsOf(
        unitsMeant(districtsIn(names.province), names.district, DISTRICT_TIER).flatMap(
          ({ communes }) => communes,
        ),
      )
    : [];

const districtsIn = (province: string): readonly FormerDistrict[] =>
  unitsMeant(provinces(), provinceMeant(province), PROVINCE_TIER).flatMap(({ districts }) => districts);

/** Whether a text says of itself that it is a commune (`Xã`, `P.`): where none is called so, it is one that nothing is known of. */
export const isCommuneWritten = (text: string): boolean => isOfTier(text, COMMUNE_TIER);
