import { communeInForce } from '@temkin/administrative-units';
import { refuse } from './refuse.ts';

/** Refuses `PARCEL.ADDRESS_INVALID`, with the pointer to it, for the code of no commune or ward in force. */
export const requireCommune = (
  { communeCode }: { readonly communeCode: string },
  pointer: string,
  atMilliseconds: number,
): void => {
  if (communeInForce(communeCode, atMilliseconds) !== undefined) return;
  throw refuse('PARCEL.ADDRESS_INVALID', {
    detail: 'No commune or ward of this official code is in force.',
    errors: [{ pointer, detail: 'Not the code of a commune or ward in force.' }],
  });
};
