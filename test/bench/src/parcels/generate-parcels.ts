import { communeInForce } from '@temkin/administrative-units';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { typedByPeople } from './typed-by-people.ts';
import {
  BUILDINGS,
  FAMILY_NAMES,
  GIVEN_NAMES,
  GOODS,
  HAMLETS,
  LANDMARKS,
  MIDDLE_NAMES,
  NOTES,
  OTHER_NAMES,
  STREETS,
  VARIANTS,
} from './words.ts';

/** The body of `POST /v1/parcels`, as far as a bench sends it. */
export interface ParcelBody {
  readonly waybillNumber: string;
  readonly recipient: PartyBody;
  readonly sender?: PartyBody;
  readonly goods: {
    readonly description: string;
    readonly weightGrams?: number;
    readonly declaredValueVnd?: number;
  };
  readonly codAmountVnd?: number;
  readonly handlingNote?: string;
}

export interface PartyBody {
  readonly name: string;
  readonly phone: string;
  readonly address: { readonly street: string; readonly communeCode: string };
}

/** Every commune that is in force at an instant. */
const communeCodesAt = (atMilliseconds: number): readonly string[] =>
  Array.from({ length: 65_536 }, (_, code) => String(code).padStart(5, '0')).filter(
    (code) => communeInForce(code, atMilliseconds) !== undefined,
  );

const name = (random: SeededRandom): string => {
  if (random.chance(0.08)) return random.pick(OTHER_NAMES);
  const parts = [random.pick(FAMILY_NAMES), random.pick(MIDDLE_NAMES), random.pick(GIVEN_NAMES)];
  return typedByPeople(parts.join(' '), random);
};

const houseNumber = ({ below, pick }: SeededRandom): string => {
  const number = String(1 + below(600));
  return pick([
    number,
    `Số ${number}`,
    `Số ${number}`,
    `${number}/${1 + below(90)}`,
    `${number}${pick(['A', 'B', 'bis'])}`,
    `Lô ${pick(['A', 'C', 'L'])}${number}`,
    `Số ${1 + below(60)}, ngõ ${number}`,
    `Số ${1 + below(60)}, ngách ${1 + below(60)}/${number}`,
    `${1 + below(40)}/${1 + below(30)} hẻm ${number}`,
    `K${number}/${1 + below(50)}`,
  ]);
};

const street = (random: SeededRandom): string => {
  const { below, chance, pick } = random;
  const onStreet = (): string =>
    houseNumber(random) + pick([' ', ', ', ', đường ', ', Đường ']) + pick(STREETS);
  const inHamlet = (): string => (chance(0.6) ? `${houseNumber(random)}, ${pick(HAMLETS)}` : pick(HAMLETS));
  const inBuilding = (): string => {
    const flat = `${pick(['P.', 'Căn ', 'Phòng '])}${1 + below(30)}${pick(['.', '0', '-'])}${1 + below(12)}`;
    const building = `${flat} ${pick(BUILDINGS)}`;
    return chance(0.6) ? `${building}, ${pick(['', 'đường '])}${pick(STREETS)}` : building;
  };
  const place = below(10);
  const address = place < 6 ? onStreet() : place < 8 ? inHamlet() : inBuilding();
  return typedByPeople(chance(0.15) ? `${address} (${pick(LANDMARKS)})` : address, random);
};

const description = (random: SeededRandom): string => {
  const { below, chance, pick } = random;
  const thing = (): string => {
    const named = chance(0.5) ? `${pick(GOODS)} ${pick(VARIANTS)}` : pick(GOODS);
    return chance(0.6) ? `${1 + below(3)} x ${named}` : named;
  };
  const things = Array.from({ length: pick([1, 1, 2, 2, 3]) }, thing).join(pick([', ', '; ', ' + ']));
  return typedByPeople(chance(0.25) ? `${things} (${pick(NOTES)})` : things, random);
};

/** Mobile prefixes of the Vietnamese numbering plan; subscriber digits drawn. */
const phone = ({ below, pick }: SeededRandom): string =>
  `+84${pick(['32', '35', '38', '56', '70', '79', '83', '86', '90', '91', '96', '98'])}${String(below(10_000_000)).padStart(7, '0')}`;

/** Prices end in thousands, as prices do. */
const priceVnd = ({ below, pick }: SeededRandom): number => (15 + below(pick([200, 800, 4_000]))) * 1_000;

/** So many parcels of one seed: the same on every machine. Addresses are in force at `atMilliseconds`. */
export const generateParcels = (
  count: number,
  seed: number,
  atMilliseconds: number,
): readonly ParcelBody[] => {
  const random = seededRandom(seed);
  const { below, chance, pick } = random;
  const communeCodes = communeCodesAt(atMilliseconds);
  const party = (): PartyBody => ({
    name: name(random),
    phone: phone(random),
    address: { street: street(random), communeCode: pick(communeCodes) },
  });
  return Array.from({ length: count }, (_, index) => ({
    waybillNumber: `BENCH-${seed}-${String(index).padStart(7, '0')}`,
    recipient: party(),
    sender: party(),
    goods: {
      description: description(random),
      weightGrams: 50 * (1 + below(120)),
      ...(chance(0.5) && { declaredValueVnd: priceVnd(random) }),
    },
    ...(chance(0.7) && { codAmountVnd: priceVnd(random) }),
    ...(chance(0.35) && { handlingNote: typedByPeople(pick(NOTES), random) }),
  }));
};
