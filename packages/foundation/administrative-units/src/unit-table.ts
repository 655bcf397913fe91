/**
 * What a commune can be, by the letter that stands for it in a table: written out thousands of
 * times, the three words would be a quarter of the table.
 */
export const COMMUNE_KINDS: Readonly<Record<string, string>> = { P: 'Phường', X: 'Xã', K: 'Đặc khu' };

/**
 * What one day changed in Vietnam's administrative units: a whole list on the first day, a few rows ever after.
 * Tables only ever add. Nothing is edited or deleted once a label may have been printed from it.
 */
export interface UnitTable {
  /** First day in force, `YYYY-MM-DD`, Vietnam time. */
  readonly validFrom: string;
  /** Law, resolution or decision that says so. */
  readonly source: string;
  /** Two-digit province code to full name (`Tỉnh Gia Lai`): provinces that begin, or take another name, that day. */
  readonly provinces: Readonly<Record<string, string>>;
  /**
   * Two-digit province code to the communes that begin there that day, new, renamed or moved from another province:
   * code, letter of the kind and name, without a space between, joined by `|` (`00004PBa Đình|4PNgọc Hà`). A code is written in its five
   * digits, or in fewer: by how much it is more than the one before it.
   */
  readonly communes: Readonly<Record<string, string>>;
  /** Codes of communes that end that day, dissolved or merged into another code. They are never given out again. */
  readonly ended?: readonly string[];
}

const CODE_DIGITS = 5;

/** A commune as a table lists it: its name without the word of its kind. */
export interface ListedCommune {
  readonly code: string;
  /** A letter of `COMMUNE_KINDS`, unless the table is wrong. */
  readonly letter: string;
  readonly name: string;
}

/** The communes that a table lists of one province. */
export const communesListed = (joined: string): readonly ListedCommune[] => {
  let before = 0;
  return joined.split('|').map((entry) => {
    const [, digits = '', letter = '', name = ''] = /^([0-9]+)(.)(.*)$/u.exec(entry) ?? [];
    before = Number(digits) + (digits.length < CODE_DIGITS ? before : 0);
    return { code: String(before).padStart(CODE_DIGITS, '0'), letter, name };
  });
};

/** How `communesListed` reads a code that comes after another, of which it is the next or a later one. */
export const codeAfter = (code: string, before: string | undefined): string => {
  const step = String(Number(code) - Number(before));
  return before === undefined || step.length >= CODE_DIGITS ? code : step;
};
