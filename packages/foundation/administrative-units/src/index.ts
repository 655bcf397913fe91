export { communeByCode, communeInForce } from './communes.ts';
export { provinceOfCommune } from './province-of-commune.ts';
export type { Commune } from './commune.ts';
export { unitRegister, type UnitRegister } from './unit-register.ts';
export type { UnitTable } from './unit-table.ts';
