export { CALL_MOVES, CALL_STATES, LIVE_STATES, mayMove, type CallState } from './call-states.ts';
export { CALL_MODES, type CallMode, type DeclaredWhen } from './call-modes.ts';
export { CHECKABLE_AFTER_END_MILLISECONDS, type CallIntent, type Read } from './call-intent.ts';
export type { Announcement, Binding, CallNetwork, Msisdn, NetworkVerdict, RingBack } from './networks.ts';
export { accountNumberOf, bankBinOf, bankName, type BankAccount } from './bank-account.ts';
export { BANKS, type Bank } from './banks.ts';
export { crc16 } from './crc16.ts';
export {
  encodeVietQr,
  MAX_VIET_QR_LENGTH,
  parseVietQr,
  type NewVietQr,
  type NoVietQr,
  type VietQr,
} from './viet-qr.ts';
