export { communesNamed } from './communes-named.ts';
export {
  isCommuneWritten,
  successorsOfCode,
  successorsOfDistrict,
  successorsOfNames,
} from './former-communes.ts';
