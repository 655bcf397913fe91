export { communesNamed } from './communes-named.ts';
export { successorsOfCode, successorsOfNames } from './former-communes.ts';
