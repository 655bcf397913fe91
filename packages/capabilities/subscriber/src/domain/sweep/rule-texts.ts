import type { JunkHit, JunkRuleId, Severity } from '../junk/index.ts';

/** A text in both languages of a report. */
export interface BothTexts {
  readonly vi: string;
  readonly en: string;
}

/** What rules are called. */
export const RULE_TITLES: Readonly<Record<JunkRuleId, BothTexts>> = {
  'online-beyond-limit': {
    vi: 'Đăng ký trực tuyến vượt số lượng cho phép',
    en: 'Registered on line beyond the limit',
  },
  'fourth-without-contract': {
    vi: 'Từ số thứ tư không có hợp đồng',
    en: 'From the fourth number on without contract',
  },
  'document-of-many': {
    vi: 'Một giấy tờ dùng cho nhiều người',
    en: 'One document of several people',
  },
  'identity-disagrees': {
    vi: 'Số định danh không khớp ngày sinh hoặc giới tính',
    en: 'Identity number disagrees with birth or sex',
  },
  'portrait-without-time': {
    vi: 'Ảnh chân dung thiếu hoặc không ghi thời gian',
    en: 'Portrait missing, or without its time',
  },
  'point-too-fast': { vi: 'Điểm kích hoạt nhanh bất thường', en: 'A point that activates too fast' },
  'dormant-reactivated': {
    vi: 'Ngừng dùng lâu rồi hoạt động lại',
    en: 'Used again after a long silence',
  },
  'contract-sibling': {
    vi: 'Cùng hợp đồng với số có thông tin sai',
    en: 'Of one contract with a number found wrong',
  },
  'not-my-number': { vi: 'Có người báo không phải số của mình', en: 'Claimed not to be theirs' },
  'device-unchecked': {
    vi: 'Đổi thiết bị chưa xác thực lại',
    en: 'Device changed and not verified since',
  },
  'document-expired': { vi: 'Giấy tờ hết hạn', en: 'Document expired' },
};

export const SEVERITY_TITLES: Readonly<Record<Severity, BothTexts>> = {
  high: { vi: 'cao', en: 'high' },
  medium: { vi: 'trung bình', en: 'medium' },
  low: { vi: 'thấp', en: 'low' },
};

/**
 * Why, by code; `{name}` stands for a number of the hit. `{name|day|days}` has the noun behind it as there is one or more, and a third form stands in
 * place of both where there is none.
 */
const EXPLANATIONS: Readonly<Record<string, BothTexts>> = {
  ONLINE_BEYOND_LIMIT: {
    vi: '{found} số đăng ký trực tuyến khi giấy tờ đã có {limit} số; hiện có {held} số, thứ tự cao nhất {highest}',
    en: '{found} registered on line where the document had {limit}; {held} held now, {highest} in order at most',
  },
  CONTRACT_MISSING: {
    vi: '{found} số trả trước sau số thứ {limit} không có hợp đồng; hiện có {held} số, thứ tự cao nhất {highest}',
    en: '{found} prepaid behind the {limit} without contract; {held} held now, {highest} in order at most',
  },
  SEVERAL_NAMES: {
    vi: '{names} họ tên khác nhau trên một giấy tờ, với {found} số',
    en: '{names} different names on one document, with {found|number|numbers}',
  },
  SEVERAL_BIRTHS: {
    vi: '{births} ngày sinh khác nhau trên một giấy tờ, với {found} số',
    en: '{births} different dates of birth on one document, with {found|number|numbers}',
  },
  BIRTH_UNLIKELY: {
    vi: 'Ngày sinh không thể có: quá già, hoặc sinh sau khi đăng ký',
    en: 'A birth that cannot be: too long ago, or after the registration',
  },
  BIRTH_YEAR_DISAGREES: {
    vi: 'Năm sinh khác năm trong số định danh',
    en: 'Another year of birth than the identity number says',
  },
  SEX_DISAGREES: {
    vi: 'Giới tính khác giới tính trong số định danh',
    en: 'Another sex than the identity number says',
  },
  PORTRAIT_WITHOUT_TIME: {
    vi: 'Ảnh chân dung không ghi ngày giờ chụp',
    en: 'The portrait does not say when it was taken',
  },
  PORTRAIT_MISSING: { vi: 'Không có ảnh chân dung', en: 'There is no portrait' },
  ACTIVATIONS_TOO_FAST: {
    vi: '{perHour} lần kích hoạt trong sáu mươi phút, giới hạn {limit}; {found} số',
    en: '{perHour|activation|activations} within sixty minutes, {limit} allowed; {found|number|numbers}',
  },
  USED_AGAIN_UNVERIFIED: {
    vi: 'Dùng lại sau {days} ngày im lặng (giới hạn {limit}), chưa xác thực lại',
    en: 'Used again after {days|day|days} of silence ({limit} allowed), and not verified since',
  },
  SIBLING_FOUND_WRONG: {
    vi: '{wrong} số cùng hợp đồng có thông tin sai; {found} số chưa xác thực lại',
    en: '{wrong} of the contract found wrong; {found} not verified since',
  },
  CLAIM_OPEN: {
    vi: '{claims} khiếu nại đang xử lý, cũ nhất {days} ngày',
    en: '{claims|claim is|claims are} open, the oldest for {days|day|days|less than a day}',
  },
  CLAIM_CONFIRMED: {
    vi: '{claims} khiếu nại, đã xác nhận; cũ nhất {days} ngày',
    en: '{claims|claim|claims}, confirmed; the oldest of {days|day ago|days ago|today}',
  },
  DEVICE_CHANGED_UNVERIFIED: {
    vi: 'Đổi thiết bị {hours} giờ trước (giới hạn {limit}), chưa xác thực khuôn mặt',
    en: 'Device changed {hours|hour ago|hours ago|less than an hour ago} ({limit} allowed), the face not verified since',
  },
  EXPIRED_AT_REGISTRATION: {
    vi: 'Giấy tờ đã hết hạn từ trước khi đăng ký; {days|ngày trước|ngày trước|hôm nay}',
    en: 'The document had expired before the registration; {days|day ago|days ago|today}',
  },
  EXPIRED_SINCE: {
    vi: 'Giấy tờ hết hạn {days|ngày trước|ngày trước|hôm nay}',
    en: 'The document expired {days|day ago|days ago|today}',
  },
};

/** Codes that are explained. */
export const EXPLAINED_CODES: readonly string[] = Object.keys(EXPLANATIONS);

/** What a hit says to people. A code without words is shown as it is, with its numbers. */
export const explainHit = ({ code, numbers }: Pick<JunkHit, 'code' | 'numbers'>): BothTexts => {
  const bare = [code, ...Object.entries(numbers).map(([name, value]) => `${name} ${value}`)].join(', ');
  const { vi, en } = EXPLANATIONS[code] ?? { vi: bare, en: bare };
  const fill = (text: string): string =>
    text.replaceAll(/\{([^}]+)\}/g, (_, said: string) => {
      const [name = '', one, many, none] = said.split('|');
      const number = numbers[name] ?? 0;
      if (one === undefined) return String(number);
      return number === 0 && none !== undefined ? none : `${number} ${number === 1 ? one : many}`;
    });
  return { vi: fill(vi), en: fill(en) };
};
