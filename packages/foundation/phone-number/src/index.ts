export { toE164 } from './e164.ts';
export { isMachineNumber, isMobileNumber, renumbered2018 } from './vietnam-mobile.ts';
