import { keepsFromService } from '../domain/index.ts';
import type { SealedSubscription } from '../store/record-item.ts';
import type { VerifyingRegistry } from './registry.ts';

/**
 * Whether something that was found of a number keeps it from its first verification. What is found meanwhile is a change of the number,
 * which whoever verifies meets.
 */
export const keptFromService =
  ({ foundOf }: Pick<VerifyingRegistry, 'foundOf'>) =>
  async (tenant: string, subscription: SealedSubscription): Promise<boolean> => {
    const { state } = subscription.standing;
    if (state !== 'pending') return false;
    for await (const finding of foundOf(tenant, subscription))
      if (keepsFromService(state, finding)) return true;
    return false;
  };
