import type { Binding, Msisdn, NetworkVerdict } from '@temkin/caller-id/domain';
import type { Clock } from '@temkin/kernel';

/** A number must tell by who dials it whom to reach: each end is on it once, whichever way round. */
const areApart = (one: Binding, other: Binding): boolean =>
  one.number !== other.number ||
  ![one.caller, one.callee].some((end) => end === other.caller || end === other.callee);

/** Bindings of a masking service, each until it expires or is released. */
export const axbSwitch = (clock: Clock) => {
  const bindings = new Map<string, Binding>();
  let named = 0;

  const isLive = ({ expiresAt }: Binding): boolean => clock.now() < expiresAt;

  /** The name of a binding that was wished for before, or a new one; no name quotes a number. */
  const nameOf = ({ tenant, intentId, number }: Binding): string => {
    const [known] =
      [...bindings].find(
        ([, other]) => other.tenant === tenant && other.intentId === intentId && other.number === number,
      ) ?? [];
    return known ?? `binding/${tenant}.${intentId}.${(named += 1)}`;
  };

  return {
    bind: (binding: Binding): NetworkVerdict => {
      const lineId = nameOf(binding);
      const others = [...bindings].filter(([name, other]) => name !== lineId && isLive(other));
      if (!others.every(([, other]) => areApart(binding, other))) return { outcome: 'conflict' };
      bindings.set(lineId, binding);
      return { outcome: 'done', lineId };
    },

    /** The binding by which somebody who dials a number reaches somebody else. */
    find: (from: Msisdn, number: Msisdn): Binding | undefined =>
      [...bindings.values()].find(
        (binding) =>
          binding.number === number && isLive(binding) && [binding.caller, binding.callee].includes(from),
      ),

    /** Ends a company's own binding, and tells which. */
    release: (tenant: string, lineId: string): Binding | undefined => {
      const binding = bindings.get(lineId);
      if (binding?.tenant !== tenant) return undefined;
      bindings.delete(lineId);
      return binding;
    },

    bound: (): readonly Binding[] => [...bindings.values()].filter(isLive),
  };
};
