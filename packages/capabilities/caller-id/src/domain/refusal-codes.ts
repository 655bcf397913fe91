/** What the caller-ID capability refuses, beyond the general codes. */
export type CallRefusalCode =
  | 'CALL.ALREADY_DONE'
  | 'CALL.ALREADY_LIVE'
  | 'CALL.CHANGED'
  | 'CALL.NAME_INVALID'
  | 'CALL.NOT_CANCELLABLE'
  | 'CALL.NUMBER_EXISTS'
  | 'CALL.NUMBER_INVALID'
  | 'CALL.NUMBER_NOT_AVAILABLE'
  | 'CALL.NUMBER_UNKNOWN'
  | 'CALL.NUMBERS_BUSY'
  | 'CALL.NO_NUMBER'
  | 'CALL.OUTSIDE_HOURS'
  | 'CALL.TOO_LATE'
  | 'CALL.TOO_MANY'
  | 'CALL.UNKNOWN';
