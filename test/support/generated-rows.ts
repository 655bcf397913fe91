import { laterDay } from '@temkin/kernel';
import {
  readPersonalNumber,
  type IdentityNumber,
  type ImageRecord,
  type ImportRow,
  type PartyRecord,
} from '@temkin/subscriber/domain';
import { generatedRegistry, type GeneratedPerson, type GeneratedSubscription } from './generated-registry.ts';
import { seededChoice } from './seeded-choice.ts';

/** Days by which documents of rows are good for longer: rows come in by the clock of whoever runs the test. */
const TEN_YEARS = 3_653;

/** An image of somebody's, or of a number's, alone. */
const imagesOf =
  (whose: string) =>
  (name: string): ImageRecord => ({ imageId: `image-${name}-${whose}`, sha256: 'ab'.repeat(32) });

/** Who acts for a holder: born in the year that the personal number says. */
const adult = (
  { name, identityNumber }: { readonly name: string; readonly identityNumber: string },
  address: PartyRecord['address'],
  takenAt: number,
  image: (name: string) => ImageRecord,
): PartyRecord => {
  const { birthYear, sex } = readPersonalNumber(identityNumber);
  return {
    name,
    birthDate: `${birthYear}-02-03`,
    identity: { kind: 'personal', number: identityNumber },
    ...(address !== undefined && { address }),
    document: { kind: 'identity-card', issuedOn: '2024-07-01', sex },
    documentImages: [image('other-front'), image('other-back')],
    portrait: { ...image('other-portrait'), takenAt },
  };
};

const identityOf = ({ kind, identityNumber, nationality }: GeneratedPerson): IdentityNumber => {
  if (kind === 'organisation') return { kind: 'legal-entity', number: identityNumber };
  if (kind === 'foreigner') return { kind: 'passport', number: identityNumber, issuer: nationality };
  return { kind: 'personal', number: identityNumber };
};

const rowOf = (person: GeneratedPerson, subscription: GeneratedSubscription, ordinal: number): ImportRow => {
  const { kind, name, birthDate, sex, document, documentIssuedOn, documentExpiresOn, nationality } = person;
  const { payment, channel, portraitTakenAt: takenAt, state } = subscription;
  const address = {
    printed: person.address.street,
    communeCode: person.address.communeCode,
  };
  const image = imagesOf(person.personId.slice(-12));
  const paper = imagesOf(`${person.personId.slice(-12)}-${ordinal}`);
  return {
    record: {
      holder: {
        kind,
        name,
        ...(birthDate !== undefined && { birthDate }),
        identity: identityOf(person),
        address,
        document: {
          kind: document,
          issuedOn: documentIssuedOn,
          ...(documentExpiresOn !== undefined && { expiresOn: laterDay(documentExpiresOn, TEN_YEARS) }),
          ...(sex !== undefined && { sex }),
          nationality,
        },
        documentImages: [image('front')],
        ...(kind !== 'organisation' && { portrait: { ...image('portrait'), takenAt } }),
        ...(person.guardian !== undefined && {
          guardian: adult(person.guardian, address, takenAt, image),
          guardianConsent: image('consent'),
          relationshipProof: image('proof'),
        }),
        ...(person.representative !== undefined && {
          representative: adult(person.representative, address, takenAt, image),
          representedBy: 'legal-representative',
        }),
      },
      subscription: {
        msisdn: subscription.msisdn,
        use: subscription.use,
        payment,
        channel,
        ordinal,
        ...(payment === 'prepaid' && ordinal <= 3
          ? { confirmation: paper('confirmation') }
          : { contract: paper('contract') }),
        ...(channel !== 'app' && {
          point: {
            name: subscription.pointId ?? 'Điểm số 1',
            address: 'Số 7, Phường Ba Đình, Thành phố Hà Nội',
          },
        }),
        registeredAt: subscription.registeredAt,
        serviceStart: subscription.activatedAt,
        state,
        ...(subscription.endedAt !== undefined && { serviceEnd: subscription.endedAt }),
      },
    },
    verifiedAt: subscription.verifiedAt,
  };
};

/** Rows of a generated registry, each complete: so many numbers of people who do not exist. */
export function* generatedRows(rows: number, seed: number, firstOrdinal = 0): Generator<ImportRow> {
  let made = 0;
  for (const person of generatedRegistry(rows, seed, firstOrdinal))
    for (const [at, subscription] of person.subscriptions.entries()) {
      if (made === rows) return;
      made += 1;
      yield rowOf(person, subscription, at + 1);
    }
}

/** A fault to plant, and what it must be found as. */
interface Defect {
  readonly code: string;
  readonly grade: 'severe' | 'moderate' | 'slight' | 'rejected';
  /** Undefined where such a row cannot have it. */
  readonly plant: (row: ImportRow, ordinal: number, before: string | undefined) => ImportRow | undefined;
}

type Part = 'holder' | 'subscription';

/** A row with some of its fields others, or gone where they are undefined. */
const withFields = (row: ImportRow, part: Part, fields: object): ImportRow => ({
  ...row,
  record: {
    ...row.record,
    [part]: Object.fromEntries(
      Object.entries({ ...row.record[part], ...fields }).filter(([, value]) => value !== undefined),
    ),
  },
});

const ofCitizen =
  (fields: (row: ImportRow, ordinal: number) => object): Defect['plant'] =>
  (row, ordinal) =>
    row.record.holder.kind === 'citizen' ? withFields(row, 'holder', fields(row, ordinal)) : undefined;

const DEFECTS: readonly Defect[] = [
  { code: 'missing-portrait', grade: 'severe', plant: ofCitizen(() => ({ portrait: undefined })) },
  {
    code: 'portrait-without-time',
    grade: 'severe',
    plant: ofCitizen(({ record: { holder } }) => {
      const { imageId, sha256 } = holder.portrait ?? imagesOf('nobody')('portrait');
      return { portrait: { imageId, sha256 } };
    }),
  },
  {
    code: 'missing-document-images',
    grade: 'severe',
    plant: ofCitizen(() => ({ documentImages: undefined })),
  },
  { code: 'missing-identity', grade: 'severe', plant: ofCitizen(() => ({ identity: undefined })) },
  {
    code: 'old-identity-number',
    grade: 'severe',
    plant: ofCitizen((_row, ordinal) => ({
      identity: { kind: 'old-nine-digit', number: String(100_000_000 + ordinal) },
    })),
  },
  {
    code: 'birth-date-disagrees',
    grade: 'severe',
    plant: ofCitizen(({ record }) => ({
      birthDate: `${Number((record.holder.birthDate ?? '').slice(0, 4)) - 1}-06-07`,
    })),
  },
  { code: 'missing-name', grade: 'severe', plant: ofCitizen(() => ({ name: undefined })) },
  { code: 'missing-address', grade: 'moderate', plant: ofCitizen(() => ({ address: undefined })) },
  {
    code: 'document-expired',
    grade: 'moderate',
    plant: ofCitizen(({ record }) => ({ document: { ...record.holder.document, expiresOn: '2024-12-31' } })),
  },
  {
    code: 'missing-registered-at',
    grade: 'moderate',
    plant: (row) => withFields(row, 'subscription', { registeredAt: undefined }),
  },
  {
    code: 'missing-point',
    grade: 'moderate',
    plant: (row) =>
      row.record.subscription.point === undefined
        ? undefined
        : withFields(row, 'subscription', { point: undefined }),
  },
  {
    code: 'birth-date-without-day',
    grade: 'slight',
    plant: ofCitizen(({ record }) => ({ birthDate: (record.holder.birthDate ?? '').slice(0, 7) })),
  },
  {
    code: 'commune-unknown',
    grade: 'slight',
    plant: (row) => withFields(row, 'holder', { address: { printed: 'Thôn Bình Yên, cuối làng' } }),
  },
  {
    code: 'missing-msisdn',
    grade: 'rejected',
    plant: (row) => withFields(row, 'subscription', { msisdn: undefined }),
  },
  {
    code: 'malformed-msisdn',
    grade: 'rejected',
    plant: (row) => withFields(row, 'subscription', { msisdn: '12345' }),
  },
  {
    code: 'number-repeated',
    grade: 'rejected',
    plant: (row, _ordinal, before) =>
      before === undefined || row.record.subscription.state === 'terminated'
        ? undefined
        : withFields(row, 'subscription', { msisdn: before }),
  },
];

/** The same row with images of its own: whom a defect makes somebody else has none of another's. */
const withOwnImages = (row: ImportRow, ordinal: number): ImportRow =>
  JSON.parse(
    JSON.stringify(row, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'imageId' in value
        ? { ...value, imageId: `${String(value.imageId)}-${ordinal}` }
        : value,
    ),
  ) as ImportRow;

/** A row, and what is wrong with it. */
export interface PlantedRow {
  readonly row: ImportRow;
  readonly planted?: Pick<Defect, 'code' | 'grade'>;
}

/** Rows of which so many in a hundred have one defect each. */
export function* plantedRows(
  rows: number,
  seed: number,
  percent: number,
  firstOrdinal = 0,
): Generator<PlantedRow> {
  const choice = seededChoice(seed + 1);
  let before: string | undefined;
  let ordinal = 0;
  for (const generated of generatedRows(rows, seed, firstOrdinal)) {
    ordinal += 1;
    const row = withOwnImages(generated, ordinal);
    // Of two rows of different parts either may come in first, and parts are cut at every so many fives.
    if (ordinal % 5 === 1) before = undefined;
    const isDefective = choice.between(1, 100) <= percent;
    const defect = choice.of(DEFECTS);
    const planted = isDefective ? defect.plant(row, ordinal, before) : undefined;
    const { code, grade } = defect;
    yield planted === undefined ? { row } : { row: planted, planted: { code, grade } };
    const { msisdn, state, use } = row.record.subscription;
    if ((planted === undefined || grade !== 'rejected') && state !== 'terminated' && use === 'person')
      before = msisdn;
  }
}
