export { accidents } from './accidents.ts';
export { asking } from './asking.ts';
export { CALLS, PLANTED, plantedWord, STRAYS } from './texts.ts';
export { work } from './work.ts';
