import { laterDay, vietnamTime } from '@temkin/kernel';
import type {
  Channel,
  DocumentKind,
  HolderKind,
  NumberUse,
  SubscriptionState,
  SweptPerson,
  SweptSubscription,
} from '@temkin/subscriber/domain';
import { TABLE_2025_07_01 } from '../../packages/foundation/administrative-units/src/table-2025-07-01.ts';
import { communesListed } from '../../packages/foundation/administrative-units/src/unit-table.ts';
import { FAMILY_NAMES, FOREIGN_NAMES, GIVEN_NAMES, MIDDLE_NAMES, STREETS, TRADES } from './name-parts.ts';
import { seededChoice, type Choice } from './seeded-choice.ts';

/** One number of a generated person, with all that is registered about it. */
export interface GeneratedSubscription {
  readonly subscriptionId: string;
  /** E.164, unique in its registry. */
  readonly msisdn: string;
  readonly state: SubscriptionState;
  readonly use: NumberUse;
  readonly payment: 'prepaid' | 'postpaid';
  readonly channel: Channel;
  /** Absent of the app. */
  readonly pointId?: string;
  /** Milliseconds since the epoch, as all instants. */
  readonly registeredAt: number;
  readonly activatedAt: number;
  readonly endedAt?: number;
  readonly contractNumber?: string;
  readonly portraitTakenAt: number;
  readonly verifiedAt: number;
  readonly faceComparedAt: number;
  readonly deviceChangedAt?: number;
  readonly dormantFrom?: number;
  readonly resumedAt?: number;
}

/** A holder nobody is, with numbers. Days are `YYYY-MM-DD`. */
export interface GeneratedPerson {
  /** UUID, version 4. */
  readonly personId: string;
  readonly kind: HolderKind;
  readonly name: string;
  /** Absent of an organisation, as sex. */
  readonly birthDate?: string;
  readonly sex?: 'female' | 'male';
  /** Unique in its registry: a personal number that agrees with birth and sex, a passport's, a legal entity's. */
  readonly identityNumber: string;
  readonly nationality: string;
  readonly document: DocumentKind;
  readonly documentIssuedOn: string;
  readonly documentExpiresOn?: string;
  readonly address: { readonly street: string; readonly communeCode: string };
  /** Who registers for a child, or speaks for an organisation. */
  readonly guardian?: { readonly name: string; readonly identityNumber: string };
  readonly representative?: { readonly name: string; readonly identityNumber: string };
  readonly subscriptions: readonly GeneratedSubscription[];
}

/** The day on which a generated registry is looked at: whatever it says happened before. */
export const REGISTRY_DAY = '2026-11-22';

/** The instant of a sweep of a generated registry. */
export const REGISTRY_NOW = vietnamTime(REGISTRY_DAY, 10);

const FIRST_DAY = '2025-01-02';
const COMMUNES: readonly string[] = Object.values(TABLE_2025_07_01.communes).flatMap((joined) =>
  communesListed(joined).map(({ code }) => code),
);
const PROVINCES =
  '001 002 004 008 010 019 022 025 027 030 031 033 036 038 040 042 046 048 049 051 056 060 066 068 074 075 079 082 087 091 092 096'.split(
    ' ',
  );
const PREFIXES =
  '32 33 34 35 36 37 38 39 52 56 58 70 76 77 78 79 81 82 83 84 85 86 88 89 90 91 93 94 96 97 98'.split(' ');
const CHANNELS_IN_USE = ['app', 'own-fixed', 'authorised-fixed', 'own-mobile'] as const;

/** Different numbers for different ordinals, up to 310 million, which follow each other in no order that one sees. */
const msisdnOf = (ordinal: number): string => {
  const prefix = PREFIXES[ordinal % PREFIXES.length] ?? '32';
  const rest = (Math.floor(ordinal / PREFIXES.length) * 7_368_787 + 1_234_567) % 10_000_000;
  return `+84${prefix}${String(rest).padStart(7, '0')}`;
};

/** Six digits by ordinal, in no order that one sees. */
const sixDigits = (ordinal: number): string =>
  String((ordinal * 739_391 + 271_828) % 1_000_000).padStart(6, '0');

const personalNumber = (
  choice: Choice,
  ordinal: number,
  birthDate: string,
  sex: 'female' | 'male',
): string => {
  const year = Number(birthDate.slice(0, 4));
  const century = 2 * Math.floor((year - 1_900) / 100) + (sex === 'female' ? 1 : 0);
  return `${choice.of(PROVINCES)}${century}${birthDate.slice(2, 4)}${sixDigits(ordinal)}`;
};

const ENTITY_WEIGHTS: readonly number[] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** A legal entity's number with its check digit; of two neighbours one at least has a digit that can be one. */
const legalEntityNumber = (ordinal: number): string => {
  const [first, second] = [0, 1].map((more) => {
    const nine = `01${String(2 * (ordinal + 1) + more).padStart(7, '0')}`;
    const sum = ENTITY_WEIGHTS.reduce((total, weight, at) => total + weight * Number(nine.charAt(at)), 0);
    return `${nine}${10 - (sum % 11)}`;
  });
  return (first?.length === 10 ? first : second) ?? '';
};

const fullName = (choice: Choice, sex: 'female' | 'male'): string =>
  [choice.of(FAMILY_NAMES), choice.of(MIDDLE_NAMES[sex]), choice.of(GIVEN_NAMES[sex])].join(' ');

type Holder = Omit<GeneratedPerson, 'personId' | 'subscriptions'>;

const human = (choice: Choice, ordinal: number, from: number, to: number) => {
  const sex = choice.of(['female', 'male'] as const);
  const birthDate = laterDay(
    REGISTRY_DAY,
    -choice.between(Math.ceil(from * 365.25) + 1, Math.floor(to * 365.25) - 1),
  );
  return {
    name: fullName(choice, sex),
    sex,
    birthDate,
    identityNumber: personalNumber(choice, ordinal, birthDate, sex),
  };
};

const address = (choice: Choice) => ({
  street: `Số ${choice.between(1, 400)} ${choice.of(STREETS)}`,
  communeCode: choice.of(COMMUNES),
});

/** A document that was issued before the first day and is valid for years. */
const paper = (choice: Choice, document: DocumentKind) => ({
  document,
  documentIssuedOn: laterDay(FIRST_DAY, -choice.between(1, 1_000)),
  documentExpiresOn: laterDay(REGISTRY_DAY, choice.between(0, 3_000)),
});

const holderOf = (kind: HolderKind, choice: Choice, ordinal: number): Holder => {
  switch (kind) {
    case 'citizen':
      return {
        kind,
        nationality: 'VNM',
        ...human(choice, ordinal, 17, 95),
        ...paper(choice, choice.of(['identity-card', 'electronic-identity', 'chipless-card'])),
        address: address(choice),
      };
    case 'child': {
      const guardian = human(choice, ordinal + 500_000, 30, 45);
      return {
        kind,
        nationality: 'VNM',
        // Old enough on the first day of the registry, and no grown person on its last.
        ...human(choice, ordinal, 2, 14),
        document: 'birth-certificate',
        documentIssuedOn: paper(choice, 'birth-certificate').documentIssuedOn,
        address: address(choice),
        guardian: { name: guardian.name, identityNumber: guardian.identityNumber },
      };
    }
    case 'foreigner': {
      const { sex, birthDate } = human(choice, ordinal, 20, 70);
      const { nationality, names } = choice.of(FOREIGN_NAMES);
      return {
        kind,
        name: choice.of(names),
        sex,
        birthDate,
        identityNumber: `${choice.of(['A', 'C', 'K', 'X'])}${String(10_000_000 + ordinal)}`,
        nationality,
        ...paper(choice, 'passport'),
        address: address(choice),
      };
    }
    case 'organisation': {
      const { documentIssuedOn } = paper(choice, 'enterprise-certificate');
      const spokesman = human(choice, ordinal + 500_000, 30, 65);
      return {
        kind,
        name: `Công ty ${choice.of(TRADES)} ${choice.of(GIVEN_NAMES.female)} ${ordinal}`,
        identityNumber: legalEntityNumber(ordinal),
        nationality: 'VNM',
        document: 'enterprise-certificate',
        documentIssuedOn,
        address: address(choice),
        representative: { name: spokesman.name, identityNumber: spokesman.identityNumber },
      };
    }
  }
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const countOf = (kind: HolderKind, choice: Choice): number => {
  if (kind === 'organisation') return choice.between(4, 20);
  if (kind === 'child') return 1;
  return choice.of([1, 1, 1, 1, 2, 2, 3, 4, 6]);
};

/** What may happen to an honest number, and looks a little like what the rules are about. */
const life = (
  choice: Choice,
  registeredAt: number,
): Pick<
  GeneratedSubscription,
  'state' | 'verifiedAt' | 'faceComparedAt' | 'endedAt' | 'deviceChangedAt' | 'dormantFrom' | 'resumedAt'
> => {
  const verifiedAt = registeredAt + 2 * MINUTE;
  const verified = { verifiedAt, faceComparedAt: verifiedAt };
  const left = REGISTRY_NOW - registeredAt;
  const later = registeredAt + choice.between(1, 9) * Math.floor(left / 10);
  switch (choice.between(0, 19)) {
    case 0:
      return { state: 'terminated', ...verified, endedAt: later };
    case 1:
      // A new telephone, and the face an hour later.
      return { state: 'active', deviceChangedAt: later, verifiedAt, faceComparedAt: later + 60 * MINUTE };
    case 2:
      // A new telephone yesterday, which is suspended.
      return {
        state: 'suspended-one-way',
        deviceChangedAt: Math.max(later, REGISTRY_NOW - DAY),
        ...verified,
      };
    case 3:
      // Half a year without a call, to the day at most.
      return {
        state: 'active',
        ...verified,
        dormantFrom: registeredAt,
        resumedAt: registeredAt + Math.min(left, 180 * DAY),
      };
    case 4:
      return { state: 'suspended-two-way', ...verified };
    default:
      return { state: 'active', ...verified };
  }
};

const POINTS_BY_PERSONS = 400;

/** Seeded registries are the same whatever machine they are made on. `firstOrdinal` keeps two of them from sharing numbers. */
export function* generatedRegistry(
  persons: number,
  seed: number,
  firstOrdinal = 0,
): Generator<GeneratedPerson> {
  const choice = seededChoice(seed);
  const points = 1 + Math.floor(persons / POINTS_BY_PERSONS);
  const span = REGISTRY_NOW - vietnamTime(FIRST_DAY);
  let numbers = firstOrdinal * 21;
  for (let ordinal = firstOrdinal; ordinal < firstOrdinal + persons; ordinal += 1) {
    const kind = choice.of<HolderKind>(
      ordinal % 12 === 3
        ? ['organisation', 'foreigner', 'child']
        : ['citizen', 'citizen', 'citizen', 'citizen', 'citizen', 'child', 'foreigner'],
    );
    const holder = holderOf(kind, choice, ordinal);
    // Numbers come one after the other, so that the fourth of those that live has its contract.
    const count = countOf(kind, choice);
    const begin = vietnamTime(FIRST_DAY) + choice.between(0, Math.floor(span / 4));
    const subscriptions = Array.from({ length: count }, (_, index): GeneratedSubscription => {
      const isByContract = index >= 3 || kind === 'organisation';
      const channel = isByContract
        ? 'own-fixed'
        : choice.of(
            holder.document === 'passport' ? (['own-fixed', 'authorised-fixed'] as const) : CHANNELS_IN_USE,
          );
      const registeredAt =
        begin + index * Math.floor(span / (2 * count)) + choice.between(0, Math.floor(span / (4 * count)));
      const contractNumber = isByContract ? `HD-${ordinal}-${index < 10 ? 1 : 2}` : undefined;
      numbers += 1;
      return {
        subscriptionId: choice.uuid(),
        msisdn: msisdnOf(numbers),
        use: kind === 'organisation' ? 'machine' : 'person',
        payment: isByContract ? choice.of(['prepaid', 'postpaid'] as const) : 'prepaid',
        channel,
        ...(channel !== 'app' && { pointId: `${channel}-${choice.between(1, points)}` }),
        registeredAt,
        activatedAt: registeredAt + 3 * MINUTE,
        ...(contractNumber !== undefined && { contractNumber }),
        portraitTakenAt: registeredAt - MINUTE,
        ...life(choice, registeredAt),
      };
    });
    yield { personId: choice.uuid(), ...holder, subscriptions };
  }
}

/** Names a value as a keyed hash would: the same for the same, and not the value. */
const named = (kind: string, value: string): string => {
  let [high, low] = [0x81_1c_9d_c5, 0x01_00_01_93];
  for (const character of `${kind}:${value}`) {
    high = Math.imul(high ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0;
    low = Math.imul(low ^ high, 0x85_eb_ca_6b) >>> 0;
  }
  return `${kind}-${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
};

const sweptSubscription = (
  { documentExpiresOn }: GeneratedPerson,
  subscription: GeneratedSubscription,
): SweptSubscription => {
  const { msisdn: _number, contractNumber, portraitTakenAt: _taken, ...rest } = subscription;
  return {
    ...rest,
    portrait: 'with-time',
    ...(contractNumber !== undefined && { contractKey: named('contract', contractNumber) }),
    ...(documentExpiresOn !== undefined && { documentExpiresOn }),
    claims: [],
  };
};

/** A generated person as a sweep reads them. */
export const sweptPerson = (person: GeneratedPerson): SweptPerson => ({
  personId: person.personId,
  kind: person.kind,
  documentKey: named('document', person.identityNumber),
  nameKey: named('name', person.name),
  identityNumber: person.identityNumber,
  ...(person.birthDate !== undefined && {
    birthDate: person.birthDate,
    birthKey: named('birth', person.birthDate),
  }),
  ...(person.sex !== undefined && { sex: person.sex }),
  subscriptions: person.subscriptions.map((subscription) => sweptSubscription(person, subscription)),
});
