import { inForce, type Clock } from '@temkin/kernel';
import { networkWait, type CallIntent, type CallNetwork } from '../domain/index.ts';

export interface NetworkDependencies {
  readonly network: CallNetwork;
  readonly clock: Clock;
}

/** What became of a wish; undefined where the network rejected it, or did not answer in time: it may have taken it. */
export const wish = async <Verdict>(
  { clock }: Pick<NetworkDependencies, 'clock'>,
  ask: (signal: AbortSignal) => Promise<Verdict>,
): Promise<Verdict | undefined> => {
  try {
    return await ask(AbortSignal.timeout(inForce(networkWait, clock.now()).value));
  } catch {
    return undefined;
  }
};

/** Names of lines as an intent keeps them. */
export const joinLines = (lineIds: readonly (string | undefined)[]): string | undefined => {
  const names = lineIds.filter((lineId) => lineId !== undefined);
  return names.length === 0 ? undefined : names.join(' ');
};

/** Ends what is held open in the network for a call. Answers whether all of it is over; never rejects. */
export const releaseLines = async (
  { network, clock }: NetworkDependencies,
  tenant: string,
  { lineId }: Pick<CallIntent, 'lineId'>,
): Promise<boolean> => {
  let allOver = true;
  // Calls first: a binding that goes away may leave a call without a number to be named by.
  for (const name of (lineId?.split(' ') ?? []).toReversed()) {
    const released = await wish({ clock }, async (signal) => {
      await network.release({ tenant, lineId: name }, signal);
      return true;
    });
    allOver &&= released === true;
  }
  return allOver;
};
