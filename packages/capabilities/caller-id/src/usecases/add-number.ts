import type { Approvals, PendingApproval, Recorder } from '@temkin/audit-event';
import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import { readNames, toPoolPhone, type NumberNames, type PoolNumber } from '../domain/index.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import { numberResource, refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface NumberDependencies {
  readonly recorder: Recorder;
  readonly approvals: Approvals;
  readonly numbers: PoolNumbers;
  readonly clock: Clock;
}

/** A number that is in the pool now. */
export interface AddedNumber {
  readonly state: 'added';
  readonly number: PoolNumber;
  /** Absent where it came with the company. */
  readonly receipt?: Receipt;
}

const sameNames = (a: NumberNames, b: NumberNames): boolean =>
  a.brandName === b.brandName && a.displayName === b.displayName && a.longName === b.longName;

const readAsked = (
  sent: NumberNames & { readonly number: string },
): NumberNames & { readonly number: string } => {
  const number = toPoolPhone(sent.number);
  if (number === undefined)
    throw refuse('CALL.NUMBER_INVALID', {
      errors: [{ pointer: '/number', detail: 'Must be a Vietnamese telephone number.' }],
    });
  const names = readNames(sent);
  if ('brandName' in names) return { number, ...names };
  throw refuse('CALL.NAME_INVALID', {
    errors: names.map(({ name, says }) => ({ pointer: `/${name}`, detail: `Must be ${says}.` })),
  });
};

/**
 * Adds a number to the company's pool, under the names by which its calls are shown, once a second person has agreed. A number
 * belongs to one company: one that is another's, or was until a short while ago, is refused as `CALL.NUMBER_NOT_AVAILABLE`.
 * Refuses `CALL.NUMBER_INVALID`, `CALL.NAME_INVALID`, `CALL.NUMBER_EXISTS` where the pool has it by other names, and by the
 * codes of `Approvals`. What is there by the same names is answered again.
 */
export const addNumber = (dependencies: NumberDependencies) => {
  const { recorder, approvals, numbers, clock } = dependencies;
  return (
    caller: Caller,
    sent: NumberNames & { readonly number: string },
    seed: Uint8Array,
  ): Promise<AddedNumber | PendingApproval> => {
    const { tenant } = caller.principal;
    const asked = readAsked(sent);
    const { number, brandName, displayName, longName } = asked;
    const numberId = toHex(keyedHash(seed, 16, 'pool-number'));
    return untilSettled(async () => {
      const now = clock.now();
      const [before, owner] = await Promise.all([numbers.find(tenant, number), numbers.owner(number)]);
      if (before?.state === 'active') {
        const { addReceipt } = before;
        if (sameNames(before, asked))
          return { state: 'added', number: before, ...(addReceipt !== undefined && { receipt: addReceipt }) };
        throw refuse('CALL.NUMBER_EXISTS');
      }
      const approval = await approvals.of(caller, {
        action: 'number.add',
        resources: [],
        terms: { number, brandName, displayName, longName },
      });
      if (approval.state === 'pending') return approval;
      // Not before two people have asked for it: what others have is nobody's to try out.
      const isHeld = owner !== undefined && (owner.heldUntil === undefined || now < owner.heldUntil);
      if (isHeld && owner.tenant !== tenant) throw refuse('CALL.NUMBER_NOT_AVAILABLE');
      const added = { ...asked, numberId, state: 'active', addedAt: now } as const;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'number.add',
          outcome: 'allowed',
          resources: [numberResource(numberId), ...approval.resources],
        },
        approval.spentWith({
          writes: (addReceipt) => numbers.addWrites(tenant, { ...added, addReceipt }, before, owner),
        }),
      );
      if (recorded.outcome !== 'committed') return undefined;
      const { receipt } = recorded;
      return { state: 'added', number: { ...added, addReceipt: receipt }, receipt };
    });
  };
};
