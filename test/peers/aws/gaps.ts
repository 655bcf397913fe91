import { beforeEach } from 'vitest';

/**
 * What moto 5.2.5 does not do as AWS does: each gap with the rules of the contracts that it breaks. The tests see to it
 * that every rule named here really fails, so that the list shrinks when moto learns.
 */
export const GAPS = {
  'KMS keys of spec ECC_NIST_EDWARDS25519': [],
  'the ClientRequestToken of DynamoDB transactions': [
    'is applied once however often its token is sent with the same writes',
    'does not take a token again with other writes',
  ],
} as const;

/** Turns the verdict on the rules of a gap round, for the contracts of this test file. */
export const expectGap = (gap: keyof typeof GAPS): void => {
  const rules: readonly string[] = GAPS[gap];
  beforeEach(({ task }) => {
    Object.assign(task, { fails: rules.includes(task.name) });
  });
};
