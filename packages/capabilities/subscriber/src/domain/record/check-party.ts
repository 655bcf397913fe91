import { inForce, vietnamDay, type PolicyRecord } from '@temkin/kernel';
import { normalizeAddress } from '../forms/normalize-address.ts';
import { birthYearOf, hasReached, isBornAfter, normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import {
  normalizeIdentityNumber,
  type IdentityKind,
  type IdentityNumber,
} from '../forms/normalize-identity-number.ts';
import { normalizeName } from '../forms/normalize-name.ts';
import { readPersonalNumber } from '../forms/personal-number.ts';
import type { FaultCode, RecordFault } from './record-faults.ts';
import type { Party } from './registrant.ts';
import type { DocumentRecord, HolderKind, PartyRecord } from './subscriber-record.ts';

/** Whether the nine digits of old identity cards still tell who somebody is. */
export const oldNumbersValid: readonly PolicyRecord<boolean>[] = [
  {
    id: 'old-identity-numbers',
    value: true,
    source: 'Law on Identification 26/2023 Art 46.2: until 31 December 2024',
    validFrom: '2024-07-01',
    validTo: '2025-01-01',
  },
  {
    id: 'old-identity-numbers',
    value: false,
    source: 'Law on Identification 26/2023 Art 46.2; Decree 70/2024 Art 12 as amended by Decree 58/2026',
    validFrom: '2025-01-01',
  },
];

/** Years beyond which nobody is known to have lived. */
export const oldestAge: readonly PolicyRecord<number>[] = [
  {
    id: 'oldest-age',
    value: 125,
    source: 'Temkin default: the longest life on record is 122 years',
    validFrom: '2024-12-24',
  },
];

/** By which numbers a holder may be known; others are persons, by any of a person's. */
const IDENTITY_KINDS_OF: Readonly<Record<HolderKind, readonly IdentityKind[]>> = {
  citizen: ['personal', 'old-nine-digit', 'passport'],
  foreigner: ['passport', 'electronic'],
  child: ['personal', 'passport', 'electronic'],
  organisation: ['legal-entity'],
};

/** Whether a passport is of the state of which its holder says to be: a citizen's of Viet Nam, a foreigner's of another. */
const isOfOwnState = (kind: HolderKind, identity: IdentityNumber): boolean =>
  identity.kind !== 'passport' ||
  (kind === 'citizen' ? identity.issuer === 'VNM' : kind !== 'foreigner' || identity.issuer !== 'VNM');

const IMAGES = 20;
const CAPTIONS = 40;
const TEXT_LENGTH = 500;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** All that is wrong with what a party has; what it lacks is another question. */
export const checkParty = (
  { role, pointer, party }: Party,
  kind: HolderKind,
  atMilliseconds: number,
): readonly RecordFault[] => {
  const isEntity = role === 'holder' && kind === 'organisation';
  const at =
    (field: keyof PartyRecord) =>
    (code: FaultCode, why?: string): RecordFault => ({
      code,
      pointer: `${pointer}/${field}`,
      ...(why !== undefined && { why }),
    });
  const isAllowed = (identity: IdentityNumber): boolean =>
    role === 'holder'
      ? IDENTITY_KINDS_OF[kind].includes(identity.kind) && isOfOwnState(kind, identity)
      : identity.kind !== 'legal-entity';
  return [
    ...checkName(party, isEntity).map((why) => at('name')('malformed-name', why)),
    ...checkBirthDate(party, atMilliseconds).map(([code, why]) => at('birthDate')(code, why)),
    ...checkIdentity(party, isAllowed, atMilliseconds).map(([code, why]) => at('identity')(code, why)),
    ...checkAddress(party).map(([code, why]) => at('address')(code, why)),
    ...checkDocument(party.document, atMilliseconds).map((code) => at('document')(code)),
    ...((party.documentImages?.length ?? 0) > IMAGES ? [at('documentImages')('too-many-images')] : []),
    ...checkPortrait(party, atMilliseconds).map((code) => at('portrait')(code)),
  ];
};

type Found = readonly [code: FaultCode, why?: string];

const checkName = ({ name }: PartyRecord, isEntity: boolean): readonly string[] => {
  if (name === undefined || name === '') return [];
  const verdict = normalizeName(name, isEntity ? 'organisation' : 'person');
  return verdict.ok ? [] : [verdict.fault];
};

const checkBirthDate = ({ birthDate }: PartyRecord, atMilliseconds: number): readonly Found[] => {
  if (birthDate === undefined || birthDate === '') return [];
  const verdict = normalizeBirthDate(birthDate);
  if (!verdict.ok) return [['malformed-birth-date', verdict.fault]];
  const { value } = verdict;
  if (isBornAfter(value, atMilliseconds)) return [['birth-date-in-future']];
  const isTooOld = hasReached(value, inForce(oldestAge, atMilliseconds).value, atMilliseconds) === 'yes';
  return [
    ...(isTooOld ? [['birth-date-implausible'] as const] : []),
    ...(DAY.test(value) ? [] : [['birth-date-without-day'] as const]),
  ];
};

const checkIdentity = (
  { identity, birthDate, document }: PartyRecord,
  isAllowed: (identity: IdentityNumber) => boolean,
  atMilliseconds: number,
): readonly Found[] => {
  if (identity === undefined || identity.number === '') return [];
  const verdict = normalizeIdentityNumber(identity);
  if (!verdict.ok) return [['malformed-identity', verdict.fault]];
  const { kind, number } = verdict.value;
  if (!isAllowed(verdict.value)) return [['identity-kind-not-allowed']];
  if (kind === 'old-nine-digit')
    return inForce(oldNumbersValid, atMilliseconds).value ? [] : [['old-identity-number']];
  if (kind !== 'personal') return [];
  const reading = readPersonalNumber(number);
  const born = normalizeBirthDate(birthDate ?? '');
  return [
    ...(born.ok && birthYearOf(born.value) !== reading.birthYear ? [['birth-date-disagrees'] as const] : []),
    ...(document?.sex !== undefined && document.sex !== reading.sex ? [['sex-disagrees'] as const] : []),
  ];
};

const checkAddress = ({ address }: PartyRecord): readonly Found[] => {
  if (address === undefined || address.printed === '') return [];
  const verdict = normalizeAddress(address);
  if (!verdict.ok) return [['malformed-address', verdict.fault]];
  return verdict.value.communes.length === 1 ? [] : [['commune-unknown']];
};

const checkDocument = (
  document: DocumentRecord | undefined,
  atMilliseconds: number,
): readonly FaultCode[] => {
  if (document === undefined) return [];
  const { issuedOn, expiresOn, issuedBy = '', nationality = 'VNM', other = {} } = document;
  const captions = Object.entries(other);
  const days = [issuedOn, expiresOn].filter((day) => day !== undefined);
  const isWellFormed =
    days.every((day) => DAY.test(day) && normalizeBirthDate(day).ok) &&
    /^[A-Z]{3}$/.test(nationality) &&
    captions.length <= CAPTIONS &&
    [issuedBy, ...captions.flat()].every((text) => text.length <= TEXT_LENGTH);
  if (!isWellFormed) return ['malformed-document'];
  return expiresOn !== undefined && expiresOn < vietnamDay(atMilliseconds) ? ['document-expired'] : [];
};

const checkPortrait = ({ portrait }: PartyRecord, atMilliseconds: number): readonly FaultCode[] => {
  if (portrait === undefined) return [];
  if (portrait.takenAt === undefined) return ['portrait-without-time'];
  return portrait.takenAt > atMilliseconds ? ['portrait-in-future'] : [];
};
