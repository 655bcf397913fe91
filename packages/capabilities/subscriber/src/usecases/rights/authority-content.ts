import type { KeyRing } from '@temkin/crypto';
import {
  identityText,
  type AskedPerson,
  type AuthorityRequestContent,
  type HandoverMinutes,
} from '../../domain/index.ts';
import type { KeptAuthorityRequest } from '../../store/authority-requests.ts';
import { openText } from './sealed-text.ts';

/** What an authority wrote. */
export const openContent = async (
  keyRing: Pick<KeyRing, 'byId'>,
  tenant: string,
  { requestId, content }: Pick<KeptAuthorityRequest, 'requestId' | 'content'>,
): Promise<AuthorityRequestContent> =>
  JSON.parse(
    await openText(keyRing, { tenant, of: 'authority-request', id: requestId }, content),
  ) as AuthorityRequestContent;

/** The minutes that it was closed with; absent where there are none. */
export const openMinutes = async (
  keyRing: Pick<KeyRing, 'byId'>,
  tenant: string,
  { requestId, minutes }: Pick<KeptAuthorityRequest, 'requestId' | 'minutes'>,
): Promise<HandoverMinutes | undefined> =>
  minutes &&
  (JSON.parse(await openText(keyRing, { tenant, of: 'minutes', id: requestId }, minutes)) as HandoverMinutes);

/** How somebody asked about reads to whoever has to agree. */
export const askedText = (asked: AskedPerson): string => {
  if ('personId' in asked) return `personId ${asked.personId}`;
  if ('identity' in asked) return `identity ${identityText(asked.identity)}`;
  const { msisdn, use = 'person', formerHolders = false } = asked;
  return `msisdn ${msisdn} (${use})${formerHolders ? ', former holders too' : ''}`;
};
