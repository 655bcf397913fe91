/** Names, streets, goods and notes that nobody else has, each word long enough to be searched for by itself. */
export const TEXTS = {
  name: 'Khuyềnh Thoảnghạ Đuỗiquạng',
  otherName: 'Nghuyễnbá Vườnphụ',
  street: 'Ngõ Khoẵnglũ, Đườngngạc Xoạnhđỉnh',
  otherStreet: 'Hẻmruột Bưởnglạc',
  goods: 'Thuốc Đặctrịhuyết Ámchứng',
  note: 'Gọichuông Cửahậuvườn Chịgiúpviệc',
  senderName: 'Cửahàng Mỹdượclạ',
  senderStreet: 'Kiốtsốchẵn Bảymươixa',
  amendedStreet: 'Chuyểnsang Ngáchkhuất Bờđêquai',
  amendedNote: 'Đểởquầythuốc Đầungõnhỏ',
  substitute: 'Hàngxómtốt Vũthịkhuyên',
  newName: 'Đổinhãnlại Lươngbíchhợp',
  newStreet: 'Nhàcuốihẻm Dốcđásỏi',
  newNote: 'Bấmchuôngbalần Đợitrướccổng',
  reported: 'Giọnglạnhlùng Đòichuyểnkhoản',
  holder: 'CONGTYHUYEN THUXOANH',
  /** Sent where no personal data belongs. */
  stray: 'Lạcđường Huyênhhoang',
} as const;

/** National form with the trunk zero; in E.164 the zero is `+84`. */
export const PHONES = {
  recipient: '0355018274',
  sender: '0766390152',
  other: '0588271946',
  amended: '0843629175',
  renewed: '0917483026',
  staff: '0866135907',
  caller: '0794510263',
  stray: '0329907451',
};

/** The company's own, and one that a citizen asks about. */
export const ACCOUNTS = { official: '0071468203957', reported: '97046820395713' } as const;

/** Of the form of a pseudonym, 22 characters of base64url, and yet a name and a number. */
export const ASKED = { subject: 'Duongxuanvi_0377120465', actor: 'Phamthuyliu-0388451207' } as const;

/** What must never be found: each word of each text, and each number without its first digit, which is written in two ways. */
export const CANARIES: readonly string[] = [
  ...Object.values(ASKED).flatMap((text) => text.split(/[_-]0/)),
  ...Object.values(TEXTS).flatMap((text) => text.split(/[ ,]+/).filter((word) => word.length >= 7)),
  ...Object.values(PHONES).map((phone) => phone.slice(1)),
  ...Object.values(ACCOUNTS),
];

/** What is kept readable (docs/threat-model.md): a waybill number and a sort code. */
export const CLEAR_CANARIES = { waybill: 'CLEARWAYBILL', sortCode: 'CLEARSORT' } as const;

/** Every stray text at once, as a client that mixes its fields up would send it. */
export const STRAY = `${TEXTS.stray} ${PHONES.stray} ${TEXTS.name} ${PHONES.recipient}`;

/** In an address. */
export const STRAY_PATH = encodeURIComponent(STRAY);

/** Header values are ASCII: percent-encoded, and the plain digits. */
export const STRAY_HEADER = `Huyenhhoang-${PHONES.stray}-${PHONES.recipient}`;

/** In the header of an idempotency key. */
export const STRAY_KEY = { 'idempotency-key': STRAY_HEADER };
