import { Refusal } from '@temkin/kernel';
import { qrVersion, type Label, type LabelProfile } from '@temkin/labels';
import { parseLabelToken, SORT_CODE, TEXT_LIMITS, WAYBILL_NUMBER } from '@temkin/parcel/domain';
import type { CsvRow } from './csv-rows.ts';

/** Columns of the file; the first four must be there. Others are not read. */
export const LABEL_COLUMNS = [
  'waybillNumber',
  'token',
  'commune',
  'province',
  'name',
  'street',
  'sortCode',
  'codAmountVnd',
] as const;

type Column = (typeof LABEL_COLUMNS)[number];

const NEEDED = LABEL_COLUMNS.slice(0, 4);

/** What a decoder of UTF-8 puts where it finds none. */
const NOT_UTF_8 = '\uFFFD';

/** Characters of a text that is printed: as many as the API takes. */
const LONGEST = {
  name: TEXT_LIMITS.name,
  street: TEXT_LIMITS.street,
  commune: TEXT_LIMITS.name,
  province: TEXT_LIMITS.name,
} as const;

const TEXT_COLUMNS = ['name', 'street', 'commune', 'province'] as const;

/** How all labels of a run are made. */
export interface LabelStyle {
  readonly profile: LabelProfile;
  readonly printsCod: boolean;
  readonly checkCallerUrl?: string;
}

/** Why a row is no label: a code and a sentence, never what stands in the row. */
export interface Reject {
  readonly row: number;
  readonly code: string;
  readonly reason: string;
}

/** Why a token is none, by the refusal's code. */
const TOKEN_REASONS: Readonly<Record<string, string>> = {
  'PARCEL.TOKEN_MALFORMED': 'token is no label token',
  'PARCEL.TOO_LARGE': 'token is too long for a label',
};

/** Reads rows by the names in the first. Throws where a column that is needed is not among them, or one is there twice. */
export const labelReader = (header: CsvRow, style: LabelStyle) => {
  const names = header.fields.map((name) => name.trim());
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`the first row lacks ${missing.join(', ')}`);
  const twice = LABEL_COLUMNS.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new Error(`the first row has ${twice} twice`);
  const seen = new Set<string>();

  return ({ number, fields }: CsvRow): Label | Reject => {
    const reject = (code: string, reason: string): Reject => ({ row: number, code, reason });
    if (fields.length !== names.length)
      return reject(
        'LABEL.ROW_MALFORMED',
        `the row has ${fields.length} fields, the first row ${names.length}`,
      );
    const valueOf = (name: Column): string => (fields[names.indexOf(name)] ?? '').trim();
    if (fields.some((field) => field.includes(NOT_UTF_8)))
      return reject('LABEL.ROW_MALFORMED', 'the row is not UTF-8');
    const [waybillNumber, sortCode, cod] = [
      valueOf('waybillNumber'),
      valueOf('sortCode'),
      valueOf('codAmountVnd'),
    ];
    if (!WAYBILL_NUMBER.test(waybillNumber))
      return reject('LABEL.WAYBILL_INVALID', 'waybillNumber must be 1 to 35 of A-Z, 0-9 and -');
    if (seen.has(waybillNumber))
      return reject('LABEL.WAYBILL_REPEATED', 'an earlier row has this waybillNumber');
    if (valueOf('commune') === '' || valueOf('province') === '')
      return reject('LABEL.PLACE_MISSING', 'commune and province must not be empty');
    const tooLong = TEXT_COLUMNS.find((name) => Array.from(valueOf(name)).length > LONGEST[name]);
    if (tooLong !== undefined)
      return reject('LABEL.TEXT_TOO_LONG', `${tooLong} has at most ${LONGEST[tooLong]} characters`);
    if (sortCode !== '' && !SORT_CODE.test(sortCode))
      return reject('LABEL.SORT_CODE_INVALID', 'sortCode must be 1 to 24 of A-Z, 0-9 and -');
    if (!/^\d{0,13}$/.test(cod)) return reject('LABEL.AMOUNT_INVALID', 'codAmountVnd must be whole dong');
    // A token may begin or end with a space of its own.
    const token = fields[names.indexOf('token')] ?? '';
    const code = refusalOf(token);
    if (code !== undefined) return reject(code, TOKEN_REASONS[code] ?? 'token is refused');
    seen.add(waybillNumber);
    return {
      token,
      waybillNumber,
      maskedRecipient: {
        name: valueOf('name'),
        street: valueOf('street'),
        commune: valueOf('commune'),
        province: valueOf('province'),
      },
      profile: style.profile,
      ...(sortCode !== '' && { sortCode }),
      ...(style.printsCod && cod !== '' && { printedCodVnd: Number(cod) }),
      ...(style.checkCallerUrl !== undefined && { checkCallerUrl: style.checkCallerUrl }),
    };
  };
};

const refusalOf = (token: string): string | undefined => {
  try {
    qrVersion(token);
    return parseLabelToken(token) === 'malformed' ? 'PARCEL.TOKEN_MALFORMED' : undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
