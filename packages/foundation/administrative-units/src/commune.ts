/**
 * One row of the register: a commune under one name, in one province of one name, for one span of days.
 * A commune that is renamed, or whose province is, keeps its code and gets another row.
 */
export interface Commune {
  /** Five digits, the official code (Decision 19/2025/QĐ-TTg). This, and not a name, is what a label carries. */
  readonly code: string;
  /** Full name with its kind, NFC: `Phường Ba Đình`, `Xã Ia Mơ`, `Đặc khu Phú Quốc`. */
  readonly name: string;
  /** Two digits. */
  readonly provinceCode: string;
  /** Full name with its kind, NFC: `Thành phố Hà Nội`, `Tỉnh Gia Lai`. */
  readonly provinceName: string;
  /** First day in force, `YYYY-MM-DD`, Vietnam time. */
  readonly validFrom: string;
  /** First day no longer in force; open-ended where absent. */
  readonly validTo?: string;
}
