import type {
  Channel,
  HolderKind,
  ImageRecord,
  NumberUse,
  PartyRecord,
  Payment,
  SubscriberRecord,
} from '@temkin/subscriber/domain';

/** Noon in Vietnam of the day that the records are checked on. */
export const CHECKED_AT = Date.parse('2026-11-23T12:00:00+07:00');

const image = (name: string): ImageRecord => ({ imageId: `image-${name}`, sha256: 'ab'.repeat(32) });

const PORTRAIT = { ...image('portrait'), takenAt: CHECKED_AT - 3_600_000 };

/** A grown woman with everything that a document has. She does not exist. */
export const CITIZEN: Required<PartyRecord> = {
  name: 'Nguyễn Thị Hoà',
  birthDate: '1990-01-31',
  identity: { kind: 'personal', number: '001190012345' },
  address: { printed: 'Số 1, Phường Ba Đình, Thành phố Hà Nội', communeCode: '00004' },
  document: { kind: 'identity-card', issuedOn: '2024-08-01', expiresOn: '2030-01-31', sex: 'female' },
  documentImages: [image('front'), image('back')],
  portrait: PORTRAIT,
};

const FOREIGNER: PartyRecord = {
  ...CITIZEN,
  name: 'José María O’Neill',
  identity: { kind: 'passport', number: '12AB34567', issuer: 'FRA' },
  document: { kind: 'passport', issuedOn: '2024-08-01', expiresOn: '2030-01-31', nationality: 'FRA' },
};

/** Ten years old, with a number of its own. */
const CHILD: PartyRecord = {
  ...CITIZEN,
  birthDate: '2016-05-01',
  identity: { kind: 'personal', number: '001216012345' },
  document: { kind: 'identity-card', issuedOn: '2024-08-01', sex: 'male' },
};

const ORGANISATION: PartyRecord = {
  name: 'Công ty TNHH 622',
  identity: { kind: 'legal-entity', number: '0100109106' },
  address: CITIZEN.address,
  document: { kind: 'enterprise-certificate', issuedOn: '2020-02-02' },
  documentImages: [image('certificate')],
};

const HOLDERS: Readonly<Record<HolderKind, SubscriberRecord['holder']>> = {
  citizen: { kind: 'citizen', ...CITIZEN },
  foreigner: { kind: 'foreigner', ...FOREIGNER },
  child: {
    kind: 'child',
    ...CHILD,
    guardian: CITIZEN,
    guardianConsent: image('consent'),
    relationshipProof: image('proof'),
  },
  organisation: {
    kind: 'organisation',
    ...ORGANISATION,
    representative: CITIZEN,
    representedBy: 'authorised-person',
    authorisation: image('authorisation'),
  },
};

/** A record that lacks nothing, of such a holder for such a number. */
export const completeRecord = ({
  kind = 'citizen',
  use = 'person',
  channel = 'own-fixed',
  payment = 'prepaid',
  ordinal = 1,
}: {
  readonly kind?: HolderKind;
  readonly use?: NumberUse;
  readonly channel?: Channel;
  readonly payment?: Payment;
  readonly ordinal?: number;
} = {}): SubscriberRecord => ({
  holder: HOLDERS[kind],
  subscription: {
    msisdn: '+84912345678',
    use,
    payment,
    channel,
    ordinal,
    registeredAt: CHECKED_AT - 3_600_000,
    serviceStart: CHECKED_AT - 1_800_000,
    state: 'active',
    ...(kind === 'organisation' && use === 'person' && { user: CITIZEN }),
    ...(payment === 'prepaid' && ordinal <= 3
      ? { confirmation: image('confirmation') }
      : { contract: image('contract') }),
    ...(channel !== 'app' && {
      point: { name: 'Điểm số 7', address: 'Số 7, Phường Ba Đình, Thành phố Hà Nội' },
    }),
  },
});
