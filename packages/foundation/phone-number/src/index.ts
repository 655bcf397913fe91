export { toE164 } from './e164.ts';
export { isMachineNumber, isMobileNumber, renumbered2018, vietnameseE164 } from './vietnam-mobile.ts';
