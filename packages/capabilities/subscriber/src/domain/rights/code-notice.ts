/** A short message with a one-time code to a number whose holder is to show that it is theirs. */
export interface SelfCheckNotice {
  /** Names the message to the gateway, which sends it once however often it is told. Random. */
  readonly noticeId: string;
  /** On whose behalf. */
  readonly tenant: string;
  /** E.164. */
  readonly phone: string;
  /** What it is about, for a gateway that has texts of its own to be approved by networks. */
  readonly kind: 'self-check-code';
  /** The characters of the one-time code, which `text` has too. */
  readonly code: string;
  /** In letters that every telephone shows in one message (3GPP TS 23.038 §6.2.1, 160 characters). */
  readonly text: string;
}

/** What a code for somebody's own registration is sent with. */
export const selfCheckText = (code: string, minutes: number): string =>
  `${code} la ma xem cac so thue bao dung ten ban. Het han sau ${minutes} phut. Khong dua ma nay cho bat ky ai, ke ca nhan vien.`;
