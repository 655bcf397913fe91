import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForce } from '@temkin/kernel';
import { CALL_MODES, modePolicy, modesFor, secondsUntilCalls, vietnamHour } from '@temkin/caller-id/domain';

const policy = inForce(modePolicy, Date.parse('2026-11-23T08:00:00+07:00')).value;
const questions = fc.record({
  codVnd: fc.nat(20_000_000),
  communeCode: fc.constantFrom('00004', '20242', '26734'),
  provinceCode: fc.constantFrom('01', '48', '79'),
  hour: fc.integer({ min: 0, max: 23 }),
});
const asked = fc.option(fc.constantFrom(...CALL_MODES), { nil: undefined });

describe('the modes of a call', () => {
  it('go from better to lesser, and end with one that costs nothing', () => {
    fc.assert(
      fc.property(questions, asked, (question, mode) => {
        const modes = modesFor(policy, question, mode);
        const places = modes.map((one) => CALL_MODES.indexOf(one.mode));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(modes.at(-1)?.costVnd).toBe(0);
      }),
    );
  });

  it('are never better for the asking, and never better than what was asked for', () => {
    fc.assert(
      fc.property(questions, fc.constantFrom(...CALL_MODES), (question, mode) => {
        const [granted, got] = [modesFor(policy, question), modesFor(policy, question, mode)];
        const place = (modes: typeof got) => CALL_MODES.indexOf(modes[0]?.mode ?? 'own-sim');
        expect(place(got)).toBeGreaterThanOrEqual(place(granted));
        expect(place(got)).toBeGreaterThanOrEqual(CALL_MODES.indexOf(mode));
      }),
    );
  });

  it('are no worse the more is to be collected', () => {
    fc.assert(
      fc.property(questions, fc.nat(1_000_000), (question, more) => {
        const [less, greater] = [question, { ...question, codVnd: question.codVnd + more }].map((one) =>
          CALL_MODES.indexOf(modesFor(policy, one)[0]?.mode ?? 'own-sim'),
        );
        expect(greater).toBeLessThanOrEqual(less ?? 0);
      }),
    );
  });

  it.each([
    [{ codVnd: 0, communeCode: '20242', provinceCode: '48', hour: 9 }, 'masked'],
    [{ codVnd: 499_999, communeCode: '20242', provinceCode: '48', hour: 17 }, 'masked'],
    [{ codVnd: 500_000, communeCode: '20242', provinceCode: '48', hour: 9 }, 'branded'],
    [{ codVnd: 0, communeCode: '20242', provinceCode: '48', hour: 18 }, 'branded'],
    [{ codVnd: 1, communeCode: '00004', provinceCode: '01', hour: 9 }, 'branded'],
    [{ codVnd: 0, communeCode: '00004', provinceCode: '01', hour: 9 }, 'masked'],
  ])('of %o begin with %s', (question, mode) => {
    expect(modesFor(policy, question)[0]?.mode).toBe(mode);
  });

  it('are `own-sim` where a policy offers nothing that is free', () => {
    const modes = modesFor(
      { ...policy, costVnd: { branded: 1 } },
      { codVnd: 0, communeCode: '00004', hour: 9 },
    );
    expect(modes).toEqual([{ mode: 'own-sim', costVnd: 0 }]);
  });
});

describe('calling hours', () => {
  it('are open from the first hour until the second, and otherwise wait to the next first hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        const wait = secondsUntilCalls({ from: 7, until: 21 }, at);
        const hour = vietnamHour(at);
        expect(wait === 0).toBe(hour >= 7 && hour < 21);
        if (wait === 0) return;
        expect(vietnamHour(at + wait * 1_000)).toBe(7);
        expect(vietnamHour(at + (wait - 1) * 1_000)).toBe(6);
        expect(wait).toBeLessThanOrEqual(10 * 3_600);
      }),
    );
  });
});
