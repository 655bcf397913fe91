import { httpIdentity, identitySimulator } from '@temkin/identity';
import type { Clock } from '@temkin/kernel';
import type { IdentityVerification } from '@temkin/subscriber/domain';
import type { Configuration } from './configuration.ts';

/**
 * The sources of identities that the configuration names; where it names none, a simulator that believes every record
 * (docs/subscriber-registry.md): no database of identities is near a laptop.
 */
export const identityLine = (
  { identitySources }: Pick<Configuration, 'identitySources'>,
  clock: Clock,
): IdentityVerification =>
  identitySources.size > 0
    ? httpIdentity({ accountOf: (tenant, source) => identitySources.get(tenant)?.[source] })
    : identitySimulator({ clock, isBelieving: true });
