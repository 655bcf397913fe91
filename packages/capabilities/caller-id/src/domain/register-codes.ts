/** What the registers of staff numbers and accounts, and badges, refuse. */
export type RegisterRefusalCode =
  | 'CALL.ACCOUNT_EXISTS'
  | 'CALL.ACCOUNT_INVALID'
  | 'CALL.ACCOUNT_UNKNOWN'
  | 'CALL.NO_ACCOUNT'
  | 'CALL.NO_SHIFT'
  | 'CALL.NOT_IN_SHIFT'
  | 'CALL.SHIPPER_UNKNOWN'
  | 'CALL.SIM_CHANGED'
  | 'CALL.SIM_NOT_CHECKED'
  | 'CALL.SIM_NOT_VERIFIED'
  | 'CALL.STAFF_NUMBER_TAKEN'
  | 'CALL.STAFF_NUMBER_UNKNOWN';
