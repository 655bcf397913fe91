import type { SimQuestion, SimVerdict, SimVerification } from '@temkin/caller-id/domain';
import { expect, it } from 'vitest';

/** A port to an operator's word on numbers, and what whoever stands behind it is told and says. */
export interface SimVerificationUnderTest {
  readonly sims: SimVerification;
  readonly say: (number: string, verdict: SimVerdict) => void;
  readonly askedAbout: () => readonly string[];
}

export const question = (number: string, tenant = 'demo'): SimQuestion => ({
  verificationId: `of-${number}`,
  tenant,
  number,
  simAgeHours: 72,
});

export const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** What holds for every adapter of `SimVerification`, and for its simulator. */
export const simVerificationContract = (open: () => SimVerificationUnderTest): void => {
  it.each(['verified', 'not-verified', 'swapped', 'cannot-tell'] as const)(
    'tells what the operator says: %s',
    async (verdict) => {
      const { sims, say, askedAbout } = open();
      say('+84905123456', verdict);
      expect(await sims.verify(question('+84905123456'), soon())).toBe(verdict);
      expect(new Set(askedAbout())).toEqual(new Set(['+84905123456']));
    },
  );

  it('asks about each number by itself', async () => {
    const { sims, say } = open();
    say('+84905123456', 'not-verified');
    expect(await sims.verify(question('+84905123457'), soon())).toBe('verified');
    expect(await sims.verify(question('+84905123456'), soon())).toBe('not-verified');
  });

  it('asks nobody once it is too late', async () => {
    const { sims, askedAbout } = open();
    await expect(sims.verify(question('+84905123456'), AbortSignal.abort())).rejects.toThrow('abort');
    expect(askedAbout()).toEqual([]);
  });
};
