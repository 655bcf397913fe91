import type { Clock } from '@temkin/kernel';
import type { ProviderRegister } from '../domain/index.ts';
import type { NumberOwner, PoolNumbers } from '../store/pool-numbers.ts';
import type { OwnCertificates } from './signing-ports.ts';

/**
 * Who holds which numbers: of a company of ours, those in its pool; of others, what was agreed on with them, but for the pool of a company that
 * has certificates here, until a retired number is free again: an operator gives such numbers out of its own range, and must not sign as who
 * has them. Where the company has none, its operator is all who could sign, and may. What a company of ours has itself called by is ours to
 * sign, and so not asked about.
 */
export const providersWithOwn = ({
  certificates,
  numbers,
  others,
  clock,
}: {
  readonly certificates: OwnCertificates;
  readonly numbers: Pick<PoolNumbers, 'owner'>;
  readonly others: ProviderRegister;
  readonly clock: Clock;
}): ProviderRegister => {
  const tenantsOf = (spc: string): readonly string[] =>
    certificates.all().flatMap((certificate) => (certificate.spc === spc ? [certificate.tenant] : []));
  const isOursToSign = ({ tenant, heldUntil = Infinity }: NumberOwner): boolean =>
    clock.now() < heldUntil && certificates.all().some((certificate) => certificate.tenant === tenant);
  return {
    mayCallFrom: async (spc, number) => {
      const tenants = tenantsOf(spc);
      if (tenants.length === 0 && !(await others.mayCallFrom(spc, number))) return false;
      const owner = await numbers.owner(`+${number}`);
      return tenants.length > 0
        ? owner !== undefined && tenants.includes(owner.tenant)
        : owner === undefined || !isOursToSign(owner);
    },
    mayShow: async (spc, name) => tenantsOf(spc).length > 0 || others.mayShow(spc, name),
  };
};
