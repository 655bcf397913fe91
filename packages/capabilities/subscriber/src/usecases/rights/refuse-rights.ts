import { Refusal, type RefusalDetails } from '@temkin/kernel';
import type { RightsRefusalCode } from '../../domain/index.ts';

/** A refusal of what people and authorities ask. */
export const refuseRight = (code: RightsRefusalCode, details?: RefusalDetails): Refusal<RightsRefusalCode> =>
  new Refusal(code, details);

/** A refusal for times that cannot have been, by where the request says them. */
export const refuseTimes = (...pointers: readonly string[]): Refusal<RightsRefusalCode> =>
  refuseRight('AUTHORITY_REQUEST.TIME_INVALID', {
    errors: pointers.map((pointer) => ({ pointer, detail: 'Cannot have been then.' })),
  });

/** How events speak of a claim, a request or what was handed over: by its id, which leads to nobody. */
export const claimResource = (claimId: string) => ({ type: 'subscription-claim', pseudonym: claimId });

export const dataRequestResource = (requestId: string) => ({
  type: 'subscriber-request',
  pseudonym: requestId,
});

export const authorityRequestResource = (requestId: string) => ({
  type: 'authority-request',
  pseudonym: requestId,
});
