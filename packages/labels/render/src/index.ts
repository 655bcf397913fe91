export { labelSvg } from './label-svg.ts';
export { printedText, type Label, type PrintedText } from './label.ts';
export { maskName } from '@temkin/kernel';
export {
  MAX_TOKEN_CHARACTERS,
  qrMatrix,
  QUIET_ZONE_MODULES,
  type ErrorCorrection,
  type QrMatrix,
} from './qr-matrix.ts';
export { qrTerminal } from './qr-terminal.ts';
