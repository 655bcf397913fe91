export { blankBitmap, type Bitmap } from './bitmap.ts';
export { faceOf } from './font/faces.ts';
export { labelDrawer } from './label-drawer.ts';
export { labelPng } from './label-png.ts';
export { labelSvg } from './label-svg.ts';
export { labelZpl } from './label-zpl.ts';
export { LABEL_PROFILES, printedText, type Label, type LabelProfile, type PrintedText } from './label.ts';
export { maskName } from '@temkin/kernel';
export { labelPdf, LABEL_PAPERS, type LabelPaper } from './pdf/label-pdf.ts';
export { DPI, type Dpi } from './print-head.ts';
export {
  MAX_TOKEN_CHARACTERS,
  qrMatrix,
  qrVersion,
  QUIET_ZONE_MODULES,
  type ErrorCorrection,
  type QrMatrix,
} from './qr-matrix.ts';
export { qrTerminal } from './qr-terminal.ts';
export { visibleStreet } from './visible-street.ts';
