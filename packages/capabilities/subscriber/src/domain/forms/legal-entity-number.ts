import { bareNumber, faulty, normal, type Normal } from './normal.ts';

export type LegalEntityFault = 'not-ten-or-thirteen-digits' | 'wrong-check-digit' | 'no-such-branch';

/** By which the first nine digits are weighed, as tax software and `python-stdnum` (vn.mst) have it. */
const WEIGHTS: readonly number[] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * The number of a legal entity, which is its tax code (Circular 86/2024/TT-BTC Art 5): two digits of a province, seven in
 * order, a check digit; a dependent unit has a hyphen and three digits more (`0100109106`, `0100109106-001`).
 */
export const legalEntityNumber = (text: string): Normal<string, LegalEntityFault> => {
  const number = text.length > 64 ? '' : bareNumber(text);
  if (!/^(?:[0-9]{10}|[0-9]{13})$/.test(number)) return faulty('not-ten-or-thirteen-digits');
  const entity = number.slice(0, 10);
  const branch = number.slice(10);
  if (!isChecked(entity)) return faulty('wrong-check-digit');
  if (branch === '000') return faulty('no-such-branch');
  return normal(branch === '' ? entity : `${entity}-${branch}`);
};

/** Ten less the weighed sum modulo eleven; where that is ten itself, no number was given out. */
const isChecked = (entity: string): boolean => {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(entity.charAt(at)), 0);
  return 10 - (sum % 11) === Number(entity.charAt(9)) && !/^..0{7}/.test(entity);
};
