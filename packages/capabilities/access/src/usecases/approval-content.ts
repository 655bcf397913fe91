import type { TwoPersonRequest } from '@temkin/audit-event';
import { epochOf, keyedHash, open, seal, type KeyRing, type TenantKey } from '@temkin/crypto';
import { inForce, toHex, utf8, type RandomBytes } from '@temkin/kernel';
import { approvalHours } from '../domain/index.ts';
import type { KeptRequest } from '../store/approvals.ts';

/** What a request says, and how events speak of what it is about. */
export type ApprovalContent = Pick<TwoPersonRequest, 'resources' | 'terms'>;

const PURPOSE = 'approval';

const HOUR_MILLISECONDS = 3_600_000;

/** Milliseconds that an approval is good for. */
export const approvalLife = (nowMilliseconds: number): number =>
  inForce(approvalHours, nowMilliseconds).value * HOUR_MILLISECONDS;

/** The keys under which a request that is still good may have been asked, this month's first. */
export const approvalKeys = async (
  keyRing: KeyRing,
  tenant: string,
  nowMilliseconds: number,
): Promise<readonly [TenantKey, ...TenantKey[]]> => {
  const current = await keyRing.current(tenant, PURPOSE);
  const formers = epochOf(nowMilliseconds - approvalLife(nowMilliseconds));
  const former = formers === current.id ? undefined : await keyRing.byId(tenant, PURPOSE, formers);
  return former === undefined ? [current] : [current, former];
};

/** What a request is called under a key: the hash of who asks for exactly what. */
export const approvalIdOf = (
  { key }: TenantKey,
  requestedBy: string,
  { action, terms }: TwoPersonRequest,
): string =>
  toHex(keyedHash(key, 16, 'approval', requestedBy, action, JSON.stringify(Object.entries(terms))));

const bindingOf = (tenant: string, approvalId: string): string =>
  JSON.stringify(['approval', tenant, approvalId]);

/** Seals what a request says, for whoever decides about it. */
export const sealContent = (
  key: TenantKey,
  { tenant, approvalId }: { readonly tenant: string; readonly approvalId: string },
  { resources, terms }: ApprovalContent,
  random: RandomBytes,
): Pick<KeptRequest, 'keyId' | 'content'> => ({
  keyId: key.id,
  content: seal(key.key, utf8(JSON.stringify({ resources, terms })), bindingOf(tenant, approvalId), random),
});

/** Opens what a request says. Throws where anything does not fit: nobody but us writes requests. */
export const openContent = async (
  keyRing: KeyRing,
  tenant: string,
  { approvalId, keyId, content }: KeptRequest,
): Promise<ApprovalContent> => {
  const key = await keyRing.byId(tenant, PURPOSE, keyId);
  const opened = key && open(key.key, content, bindingOf(tenant, approvalId));
  if (opened === undefined) throw new Error('a stored request for an approval does not open');
  return JSON.parse(new TextDecoder().decode(opened)) as ApprovalContent;
};
