import { equalBytes } from '@temkin/crypto';
import { inForce, type ReliedOn } from '@temkin/kernel';
import { numberCodeRules, type Measure } from '../domain/index.ts';
import type { Read, SealedSubscription } from '../store/record-item.ts';
import { earlierNumber } from './earlier-number.ts';
import { codeResource, NUMBER_CODE_PURPOSE, numberCodeHash } from './number-code-words.ts';
import type { NumberCodePorts } from './ports.ts';
import type { Writes } from './prepare-move.ts';
import { refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** A code as its receiver told it. */
export interface ToldCode {
  readonly codeId: string;
  readonly digits: string;
}

/** What was shown besides, for the transaction that goes on from it. */
export interface ShownMeasure {
  readonly measure: Measure;
  readonly policies: readonly string[];
  readonly resources: readonly { readonly type: string; readonly pseudonym: string }[];
  /** What it relied on. */
  readonly reliedOn: readonly ReliedOn[];
  readonly writes: Writes;
}

/**
 * Whether a code is the one that was sent for a number. A try is counted before the code is looked at, and a right one ends it in the
 * transaction that goes on from it. `changed` where another try came in between. What is not right, for whatever reason, is refused
 * with `SUBSCRIPTION.CODE_INVALID`: of another number, over, used, tried too often, unknown, or sent to a number that such a code may not
 * be sent to by now.
 */
export const proveNumberCode = (
  registry: Pick<NumberCodePorts, 'codes' | 'numberCodes'> & Pick<Registry, 'people' | 'timelines' | 'clock'>,
) => {
  const { codes, numberCodes, people, clock } = registry;
  const fitFor = earlierNumber(registry);
  return async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    { codeId, digits }: ToldCode,
  ): Promise<ShownMeasure | 'changed'> => {
    const { subscriptionId, personId } = subscription;
    const invalid = () =>
      refuse('SUBSCRIPTION.CODE_INVALID', { about: { resources: [subscriptionResource(subscriptionId)] } });
    const now = clock.now();
    const { id: policyId, value: rules } = inForce(numberCodeRules, now);
    const sent = await numberCodes.find(tenant, codeId);
    if (
      sent?.subscriptionId !== subscriptionId ||
      sent.personId !== personId ||
      now >= sent.endsAtSeconds * 1_000 ||
      sent.tries >= rules.tries
    )
      throw invalid();
    // Whoever answers that number may be another by now.
    const person = await people.find(tenant, personId);
    const earlier = person && (await fitFor(tenant, subscription, person, sent.sentTo));
    if (earlier === undefined) throw invalid();
    if (!(await numberCodes.countTry(tenant, sent))) return 'changed';
    const key = await codes.byId(tenant, NUMBER_CODE_PURPOSE, sent.hashKeyId);
    if (key === undefined || !equalBytes(numberCodeHash(key.key, codeId, digits), sent.codeHash))
      throw invalid();
    return {
      measure: 'code',
      policies: [policyId],
      resources: [codeResource(codeId)],
      reliedOn: [earlier.reliedOn],
      writes: [numberCodes.spendWrite(tenant, sent, rules.tries)],
    };
  };
};
