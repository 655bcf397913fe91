export { accidents } from './accidents.ts';
export { asking } from './asking.ts';
export { PLANTED, plantedWord, STRAYS } from './texts.ts';
export { work } from './work.ts';
