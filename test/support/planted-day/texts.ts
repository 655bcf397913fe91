const SYLLABLES = [
  'bạch',
  'chuẩn',
  'đượm',
  'giếng',
  'hoẵng',
  'khuyếch',
  'lườm',
  'mẫn',
  'nghiễm',
  'phướn',
  'quạnh',
  'rưỡn',
  'sẩm',
  'thuồn',
  'trượng',
  'uyển',
  'vướn',
  'xoãi',
  'yểng',
  'ngoặt',
];

const syllable = (n: number): string => SYLLABLES[n % SYLLABLES.length] ?? '';

/** A word that nothing else has in it; each number below 400 its own. */
export const plantedWord = (n: number): string =>
  `${syllable(n)}${syllable(Math.floor(n / SYLLABLES.length))}${syllable(n + 7)}`;

/** A telephone number in national form; each number below 10,000 its own. */
export const plantedPhone = (n: number): string => `0355${String(91_003 + n * 37).padStart(6, '0')}`;

/** What is searched for of a telephone number, which is written with a zero or a country code before it. */
export const digitsOf = (phone: string): string => phone.slice(1);

export const PLANTED_PARCELS = 20;

/** Marks planted waybill numbers: they are kept readable in the store, and nowhere else. */
const waybill = (n: number): string => `KXQWZ-${String(7_001 + n * 13)}`;

/** A parcel as its order system sends it, with nine planted texts. */
export const plantedParcel = (n: number) => ({
  waybillNumber: waybill(n),
  kind: n % 2 === 0 ? 'sealed' : 'opaque',
  recipient: {
    name: plantedWord(n * 6),
    phone: plantedPhone(n * 2),
    address: { street: `Số 8, ${plantedWord(n * 6 + 1)}`, communeCode: '00004' },
  },
  sender: {
    name: plantedWord(n * 6 + 2),
    phone: plantedPhone(n * 2 + 1),
    address: { street: `Ngõ 12, ${plantedWord(n * 6 + 3)}`, communeCode: '00008' },
  },
  goods: { description: plantedWord(n * 6 + 4), weightGrams: 430 },
  codAmountVnd: 420_000,
  handlingNote: `Gọi ${plantedWord(n * 6 + 5)}`,
  sortCode: 'HN-BD-01',
});

const parcels = Array.from({ length: PLANTED_PARCELS }, (_, n) => plantedParcel(n));

/** What parcels are changed to, and what authorities write. */
export const LATER = {
  street: plantedWord(200),
  note: plantedWord(201),
  substitute: plantedWord(202),
  phone: plantedPhone(200),
  newName: plantedWord(203),
  newStreet: plantedWord(204),
  newPhone: plantedPhone(201),
  authority: plantedWord(205),
  officer: plantedWord(206),
  document: `${plantedPhone(202)}/CV`,
  proof: plantedWord(207),
  sourceEvent: plantedWord(208),
  address: '203.0.113.177',
} as const;

/** What is said about calls: by who keeps the company's numbers and accounts, and by citizens. */
export const CALLS = {
  /** Of the pool: readable in the store, and nowhere else. */
  number: '02471093517',
  brandName: 'XOAINGOATQ',
  displayName: `Bưu chính ${plantedWord(210)}`,
  longName: `Bưu chính ${plantedWord(211)}`,
  staffNumber: plantedPhone(210),
  account: '0071793058246',
  holderName: 'CONGTY YENGSAM',
  sourceAddress: '203.0.113.178',
  strangeNumber: plantedPhone(211),
  strangeWaybill: 'KXQWZ-CALL-1',
  strangeAccount: '9704179305861',
  strangeBank: plantedWord(212),
  story: plantedWord(213),
  badge: 'TB1:7f3a90d15c2e8b46',
} as const;

/** What is sent where nothing personal belongs: as text, and in the forms that ids and pseudonyms have. */
export const STRAYS = {
  text: `${plantedWord(300)} ${plantedPhone(300)}`,
  header: `Huyenhhoang-${plantedPhone(301)}`,
  pseudonym: `Duongxuan-_${plantedPhone(302)}0`.slice(0, 22).padEnd(22, 'x'),
  hex: digitsOf(plantedPhone(303)).padStart(32, '0'),
  uuid: `019ab000-0000-7000-8000-${digitsOf(plantedPhone(304)).padStart(12, '0')}`,
  number: `NGUYENXUANDUONG-${plantedPhone(305)}`,
} as const;

/** All that is planted, each in the part that is searched for. */
export const PLANTED: readonly string[] = [
  ...parcels.flatMap(({ waybillNumber, recipient, sender, goods, handlingNote }) => [
    waybillNumber,
    ...[recipient, sender].flatMap(({ name, phone, address }) => [
      name,
      digitsOf(phone),
      address.street.split(', ')[1] ?? '',
    ]),
    goods.description,
    handlingNote.slice('Gọi '.length),
  ]),
  ...Object.values(LATER).map((text) =>
    text.startsWith('0355') ? digitsOf(text.split('/')[0] ?? '') : text,
  ),
  ...Object.values(CALLS).map((text) =>
    text.startsWith('0') ? digitsOf(text) : (text.split(' ').at(-1) ?? ''),
  ),
  plantedWord(300),
  ...[300, 301, 302, 303, 304, 305].map((n) => digitsOf(plantedPhone(n))),
  'Huyenhhoang',
  'Duongxuan',
  'NGUYENXUANDUONG',
];
