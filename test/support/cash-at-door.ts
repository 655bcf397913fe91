import { codeOf } from './answer-codes.ts';
import type { TestSystem } from './system.ts';

/** The cash that a label tells `shipper-an` to collect, or why it does not open. */
export const cashAtDoor = async (
  system: Pick<TestSystem, 'as'>,
  token: string,
): Promise<number | string | undefined> => {
  const answer = await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  if (!answer.ok) return codeOf(answer);
  const { fields } = (await answer.json()) as { readonly fields: { readonly codAmountVnd?: number } };
  return fields.codAmountVnd;
};
