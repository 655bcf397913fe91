import { open, seal, type KeyRing } from '@temkin/crypto';
import { utf8, type RandomBytes } from '@temkin/kernel';
import type { AuthorityRequest } from '../domain/index.ts';
import type { KeptRelease, SealedRequest } from '../store/release-store.ts';

const PURPOSE = 'release';

const bindingOf = (tenant: string, releaseId: string): string =>
  JSON.stringify(['release', tenant, releaseId]);

/** Seals what an authority wrote, for those who keep the register. */
export const sealRequest = async (
  { keyRing, random }: { readonly keyRing: KeyRing; readonly random: RandomBytes },
  { tenant, releaseId }: { readonly tenant: string; readonly releaseId: string },
  request: AuthorityRequest,
): Promise<SealedRequest> => {
  const { id, key } = await keyRing.current(tenant, PURPOSE);
  const plaintext = utf8(JSON.stringify(request));
  return { keyId: id, request: seal(key, plaintext, bindingOf(tenant, releaseId), random) };
};

/** Opens it. Throws where anything does not fit: nobody but us writes releases. */
export const openRequest = async (
  keyRing: KeyRing,
  tenant: string,
  { releaseId, keyId, request }: KeptRelease,
): Promise<AuthorityRequest> => {
  const found = await keyRing.byId(tenant, PURPOSE, keyId);
  const opened = found && open(found.key, request, bindingOf(tenant, releaseId));
  if (opened === undefined) throw new Error('what an authority wrote does not open');
  return JSON.parse(new TextDecoder().decode(opened)) as AuthorityRequest;
};
