/** Why a shipper calls, as networks and telephones show it (RFC 9795 `crn`, CAMARA `callReason`): at most 32 characters. */
export const CALL_REASON = 'Giao bưu phẩm';
