import type { Caller, Clock } from '@temkin/kernel';
import { isUsable, type ReadPurpose } from '../domain/index.ts';
import type { Bases, StoredBasis } from '../store/bases.ts';
import { refuse } from './refuse.ts';

/** What somebody says that they search or read upon, and what for. */
export interface AskedBasis {
  /** Of a transaction or of a case. */
  readonly basisId: string;
  readonly purpose: ReadPurpose;
  /** Who is read, where it is about one person. */
  readonly personId?: string;
}

/** How an event speaks of a basis. */
export const basisResource = ({ kind, basisId }: Pick<StoredBasis, 'kind' | 'basisId'>) => ({
  type: kind === 'case' ? 'registry-case' : 'registry-transaction',
  pseudonym: basisId,
});

/**
 * The basis that somebody acts upon: of their tenant, open, for this purpose, their own transaction or a case that somebody else opened,
 * and about the person where one is named. Its version goes into whatever relies on it. Refuses `SUBSCRIBER.BASIS_REQUIRED` in all other
 * cases alike.
 */
export const requireBasis =
  ({ bases, clock }: { readonly bases: Bases; readonly clock: Clock }) =>
  async (caller: Caller, { basisId, purpose, personId }: AskedBasis): Promise<StoredBasis> => {
    const { tenant, id } = caller.principal;
    const found = await bases.find(tenant, basisId);
    const refusal = () => refuse('SUBSCRIBER.BASIS_REQUIRED', { about: { purpose } });
    if (found === undefined || !isUsable(found, { id, purpose, at: clock.now() })) throw refusal();
    if (personId === undefined || found.personId === personId) return found;
    if (found.personId !== undefined || !(await bases.isBound(tenant, basisId, personId))) throw refusal();
    return found;
  };

export type RequireBasis = ReturnType<typeof requireBasis>;
