import type { CheckResult } from './check-results.ts';
import { canonicalNumber } from './passport/index.ts';

/** In which language somebody asked. */
export type CitizenLanguage = 'vi' | 'en';

/** What somebody asks by text or by keys: whether a call is genuine, or how to ask. */
export type CitizenQuestion =
  | {
      readonly kind: 'check';
      readonly language: CitizenLanguage;
      /** Who is calling, E.164. */
      readonly callingNumber: string;
      /** What the caller has said: four digits. */
      readonly spokenCode?: string;
    }
  | { readonly kind: 'help'; readonly language: CitizenLanguage };

/** `KT` for `kiểm tra`; `CK` and `CHECK` for those who ask in English. */
const KEYWORDS: Readonly<Record<string, CitizenLanguage>> = { KT: 'vi', CK: 'en', CHECK: 'en' };

/** Words that ask for help in English. */
const ENGLISH = /\b(?:CK|CHECK|HELP|ENGLISH|EN)\b/;

/** The longest text that is looked at: more than three messages that were put together. */
const LONGEST = 480;

const CODE = /^\d{4}$/;

/** A hotline as people dial it: 1800 or 1900 with four or six digits, and no prefix (Circular 22/2014/TT-BTTTT, numbering plan). */
export const HOTLINE = /^1[89]00\d{4}(?:\d{2})?$/;

const VIETNAMESE = /^84(?:\d{9,10}|1[89]00\d{4})$/;

/**
 * A number that a company may call from: a Vietnamese one of nine or ten digits after the prefix, a hotline, or one with its country
 * code.
 */
const callingNumberOf = (text: string): string | undefined => {
  const canonical = canonicalNumber(text);
  if (canonical === undefined) return undefined;
  const number = !text.startsWith('+') && HOTLINE.test(canonical) ? `84${canonical}` : canonical;
  const isNumber = number.startsWith('84') ? VIETNAMESE.test(number) : number.length >= 9;
  return isNumber ? `+${number}` : undefined;
};

/**
 * Reads what somebody has written: `KT`, the number that is calling, and, where the caller has said one, the code. People write
 * numbers in groups, so of several groups the last is the code where it has four digits and the rest is a number by itself, or
 * where all of them are none. Anything else asks for help.
 */
export const parseCitizenText = (text: string): CitizenQuestion => {
  const words = text.slice(0, LONGEST).trim().toUpperCase().split(/\s+/);
  const [keyword = '', ...rest] = words;
  const language = KEYWORDS[keyword] ?? (ENGLISH.test(words.join(' ')) ? 'en' : 'vi');
  const help = { kind: 'help', language } as const;
  if (KEYWORDS[keyword] === undefined) return help;
  const last = rest.at(-1) ?? '';
  const before = callingNumberOf(rest.slice(0, -1).join(''));
  if (before !== undefined && CODE.test(last))
    return { kind: 'check', language, callingNumber: before, spokenCode: last };
  const callingNumber = callingNumberOf(rest.join(''));
  return callingNumber === undefined ? help : { kind: 'check', language, callingNumber };
};

type Replies = Readonly<Record<CheckResult | 'help', string>>;

/** Answers to texts. Each fits one message on every telephone; a test holds them to it (`isPlainText`). */
export const CITIZEN_REPLIES: Readonly<Record<CitizenLanguage, Replies>> = {
  vi: {
    MATCH:
      'Cong ty co khai bao goi cho ban tu so nay. Hay hoi nguoi goi ma 4 so va gui: KT so-goi ma. Dung nhan vien khong co nghia la an toan de chuyen tien.',
    CONFIRMED:
      'Dung: nguoi goi da doc dung ma cua cong ty. Nhung dung nhan vien khong co nghia la an toan de chuyen tien. Khong doc OTP cho bat ky ai.',
    NO_MATCH:
      'Chua xac nhan duoc cuoc goi nay. Hay hoi nguoi goi ma 4 so va gui: KT so-goi ma. Neu khong duoc: cup may, tu goi tong dai. Bao lua dao: 156.',
    CANNOT_CHECK:
      'Hien khong kiem tra duoc. Hay cup may, tu goi tong dai cua cong ty, hoac thu lai sau vai phut. Khong chuyen tien.',
    help: 'Kiem tra cuoc goi: gui KT so-dang-goi, vi du KT 02471000001. Co ma nguoi goi doc: KT 02471000001 4827. English: CHECK 02471000001',
  },
  en: {
    MATCH:
      'The company has declared a call to you from this number. Ask the caller for the 4-digit code and send: CHECK number code. Genuine is not safe to pay.',
    CONFIRMED:
      'Right: the caller has said the code of the company. But genuine is not the same as safe to pay. Never read a one-time code to anybody.',
    NO_MATCH:
      'We cannot confirm this call. Ask the caller for the 4-digit code and send: CHECK number code. Else hang up and call the company yourself. Fraud: 156.',
    CANNOT_CHECK:
      'We cannot check just now. Hang up, call the company yourself, or try again in a few minutes. Do not transfer money.',
    help: 'To check a call send CHECK and the number, as in CHECK 02471000001. With the code that the caller says: CHECK 02471000001 4827',
  },
};
