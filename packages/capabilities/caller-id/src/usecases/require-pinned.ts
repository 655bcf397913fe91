import type { Caller } from '@temkin/kernel';
import { refuse } from './refuse.ts';
import type { PinnedClients } from './signing-ports.ts';

/** Refuses `CALL.CERTIFICATE_NOT_PINNED` where a client connected without a certificate that was agreed on with it. */
export const requirePinned = (
  pins: PinnedClients,
  { principal: { tenant, client } }: Caller,
  certificate: string | undefined,
): void => {
  if (!pins.mayConnect({ tenant, client }, certificate)) throw refuse('CALL.CERTIFICATE_NOT_PINNED');
};
