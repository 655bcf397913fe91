import { inForce, toHex, type RandomBytes } from '@temkin/kernel';
import { badgeKey, badgeSeconds, isBadgeOf, parseBadge, type CheckResult } from '../domain/index.ts';
import type { Shippers } from './check-ports.ts';
import { hashKeys } from './check-words.ts';
import { publicCheck, type PublicCheckDependencies } from './public-check.ts';
import type { Shifts } from './register-ports.ts';

export interface CheckBadgeDependencies extends PublicCheckDependencies {
  readonly shifts: Pick<Shifts, 'carrying'>;
  readonly shippers: Shippers;
  readonly random: RandomBytes;
}

/** What a badge may be answered by: there is no code that is spoken at a door. */
export type BadgeResult = Exclude<CheckResult, 'CONFIRMED'>;

const CODE_BYTES = 8;

/**
 * Answers whether a badge, just now, is that of the open shift that has a parcel, and whose shipper may work. Every miss is the same
 * answer by the same steps: a parcel that is nobody's or with somebody else, a badge of another shift or of a minute ago, a text that
 * is none. A film of a badge proves nothing about another parcel. Refuses `REQUEST.RATE_LIMITED`.
 */
export const checkBadge = (dependencies: CheckBadgeDependencies) => {
  const { shifts, shippers, ring, clock, random } = dependencies;
  const check = publicCheck(dependencies);
  return (
    company: string,
    {
      badge,
      waybillNumber,
      network,
    }: { readonly badge: string; readonly waybillNumber: string; readonly network: string },
  ): Promise<{ readonly result: BadgeResult }> =>
    check<{ readonly result: BadgeResult }>(
      { company, network },
      { result: 'CANNOT_CHECK' },
      async (tenant) => {
        const asked = clock.now();
        const code = parseBadge(badge);
        const carried = await shifts.carrying(tenant, waybillNumber);
        const mayWork = await shippers.mayCall(tenant, carried?.shipper ?? toHex(random(16)));
        const keys = await hashKeys(ring, tenant, asked, random);
        const seconds = inForce(badgeSeconds, asked).value;
        const shown = keys.map(({ key }) =>
          isBadgeOf(badgeKey(key, carried?.shiftId ?? ''), code ?? random(CODE_BYTES), asked, seconds),
        );
        const isRight = code !== undefined && carried !== undefined && mayWork && shown.includes(true);
        return { result: isRight ? 'MATCH' : 'NO_MATCH' };
      },
    );
};
