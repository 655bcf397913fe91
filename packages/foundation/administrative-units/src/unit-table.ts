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
   * five-digit code, letter of the kind and name, without a space between, joined by `|` (`00004PBa Đình|00008PNgọc Hà`).
   */
  readonly communes: Readonly<Record<string, string>>;
  /** Codes of communes that end that day, dissolved or merged into another code. They are never given out again. */
  readonly ended?: readonly string[];
}
