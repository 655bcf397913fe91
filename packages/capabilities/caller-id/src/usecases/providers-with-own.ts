import type { ProviderRegister } from '../domain/index.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import type { OwnCertificates } from './signing-ports.ts';

/**
 * Who holds which numbers: of a company of ours, those in its pool; of others, what was agreed on with them. What a company of ours
 * has itself called by is ours to sign, and so not asked about.
 */
export const providersWithOwn = ({
  certificates,
  numbers,
  others,
}: {
  readonly certificates: OwnCertificates;
  readonly numbers: Pick<PoolNumbers, 'owner'>;
  readonly others: ProviderRegister;
}): ProviderRegister => {
  const tenantsOf = (spc: string): readonly string[] =>
    certificates.all().flatMap((certificate) => (certificate.spc === spc ? [certificate.tenant] : []));
  return {
    mayCallFrom: async (spc, number) => {
      const tenants = tenantsOf(spc);
      if (tenants.length === 0) return others.mayCallFrom(spc, number);
      const owner = await numbers.owner(`+${number}`);
      return owner !== undefined && tenants.includes(owner.tenant);
    },
    mayShow: async (spc, name) => tenantsOf(spc).length > 0 || others.mayShow(spc, name),
  };
};
