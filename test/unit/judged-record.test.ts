import { FAULT_CODES, faultRules, judgeRecord, type FaultCode } from '@temkin/subscriber/domain';
import { inForce } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { CHECKED_AT } from '../support/subscriber-records.ts';

const faultsOf = (...codes: readonly FaultCode[]) => codes.map((code) => ({ code, pointer: '/holder' }));

describe('a record is judged', () => {
  it('by a rule for every fault, and in no mode is a fault without any effect but by policy', () => {
    const rules = inForce(faultRules, CHECKED_AT).value;
    expect(Object.keys(rules).toSorted()).toEqual([...FAULT_CODES].toSorted());
    expect(Object.values(rules).every(({ source }) => source.length > 0)).toBe(true);
  });

  it('strictly: any fault of law keeps it out, a form that searches less well does not', () => {
    const { refused, defects } = judgeRecord(
      faultsOf('missing-portrait', 'birth-date-without-day'),
      'strict',
      CHECKED_AT,
    );
    expect(refused.map(({ code }) => code)).toEqual(['missing-portrait']);
    expect(defects).toEqual([{ code: 'birth-date-without-day', pointer: '/holder', grade: 'slight' }]);
  });

  it('as legacy: only one without its number stays out, every other defect is graded', () => {
    const { refused, defects } = judgeRecord(faultsOf(...FAULT_CODES), 'legacy', CHECKED_AT);
    expect(refused.map(({ code }) => code)).toEqual(['missing-msisdn', 'malformed-msisdn']);
    expect(defects).toHaveLength(FAULT_CODES.length - 2);
    const gradeOf = (code: FaultCode) => defects.find((defect) => defect.code === code)?.grade;
    expect(gradeOf('missing-portrait')).toBe('severe');
    expect(gradeOf('portrait-without-time')).toBe('severe');
    expect(gradeOf('old-identity-number')).toBe('severe');
    expect(gradeOf('birth-date-disagrees')).toBe('severe');
    expect(gradeOf('missing-point')).toBe('moderate');
    expect(gradeOf('commune-unknown')).toBe('slight');
  });
});
