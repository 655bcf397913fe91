import { inForce } from '@temkin/kernel';
import {
  announcedSeconds,
  CALL_REASON,
  callTimes,
  LIVE_STATES,
  type CallIntent,
  type CallMode,
  type NetworkVerdict,
  type NumberNames,
} from '../domain/index.ts';
import type { BoundLines } from '../store/bound-lines.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { joinLines, releaseLines, wish, type NetworkDependencies } from './release-lines.ts';
import type { StaffNumbers } from './ports.ts';

export interface LineWishes extends NetworkDependencies {
  readonly intents: Pick<CallIntents, 'intents'>;
  readonly bound: Pick<BoundLines, 'holders' | 'heldBy'>;
  readonly staffNumbers: StaffNumbers;
}

/** What the network does for a call. */
export interface WishedLine {
  /** As declared, or what is left of it. */
  readonly mode: CallMode;
  /** Whether the shipper is rung back and has nothing to dial. */
  readonly isRungBack: boolean;
  /** Whether the network shows the company's name with it. */
  readonly isAnnounced: boolean;
  /** Whether the number may lead the shipper to somebody else, who was called before, and is not to be dialled. */
  readonly leadsElsewhere: boolean;
  /** Names of what is held open, as an intent keeps them; absent where nothing is. */
  readonly lineId?: string;
}

/** When a number that was bound for a call is free again, whatever anybody says. */
export const boundUntil = ({ endBy }: CallIntent, nowMilliseconds: number): number =>
  endBy + inForce(callTimes, nowMilliseconds).value.callBackMinutes * 60_000;

const lineOf = (verdict: NetworkVerdict | undefined): string | undefined =>
  verdict?.outcome === 'done' ? verdict.lineId : undefined;

/**
 * Asks the network for a line, by the declared mode and, where it does not come about, by the next: a branded call is rung back and
 * announced; a masked one is dialled through a number that is bound to both ends; what is neither goes over the data network or
 * from the own SIM, through the same binding where there is one. A binding needs the shipper's own line, which is known once the
 * telephone is registered. Where the number is bound to one of the two for a call that is over, that one gives way: whoever was
 * called last is who calls back. Never rejects.
 */
export const wishForLine = async (
  wishes: LineWishes,
  tenant: string,
  intent: CallIntent,
  { recipientPhone, names }: { readonly recipientPhone: string; readonly names: NumberNames },
): Promise<WishedLine> => {
  const { network, clock, intents, bound, staffNumbers } = wishes;
  const { intentId, number } = intent;
  const now = clock.now();
  const caller = await staffNumbers.numberOf(tenant, intent.shipper).catch(() => undefined);
  const named = { tenant, intentId };

  const announce = async (): Promise<boolean> => {
    const timeToLiveSeconds = Math.min(
      inForce(announcedSeconds, now).value,
      Math.max(1, Math.floor((intent.ringBy - now) / 1_000)),
    );
    const announcement = {
      ...named,
      calling: number,
      called: recipientPhone,
      displayName: names.displayName,
      reason: CALL_REASON,
      timeToLiveSeconds,
    };
    return (await wish(wishes, (signal) => network.announce(announcement, signal)))?.outcome === 'done';
  };

  /** Ends the lines of calls that are over and hold the number for one of the two; false where none does. */
  const makeWay = async (): Promise<boolean> => {
    try {
      const holders = await intents.intents(tenant, await bound.holders(tenant, intent));
      const others = holders.filter((holder) => holder.intentId !== intentId);
      if (others.length === 0 || others.some(({ state }) => LIVE_STATES.includes(state))) return false;
      await Promise.all(others.map((other) => releaseLines(wishes, tenant, other)));
      return true;
    } catch {
      return false;
    }
  };

  /** A network that did not answer may have taken the wish, and says so, by the line's name, when it is asked again. */
  const twice = async (
    ask: (signal: AbortSignal) => Promise<NetworkVerdict>,
  ): Promise<NetworkVerdict | undefined> => (await wish(wishes, ask)) ?? (await wish(wishes, ask));

  const bind = async (from: string): Promise<NetworkVerdict | undefined> => {
    const ends = { ...named, number, caller: from, callee: recipientPhone };
    const expiresAt = boundUntil(intent, now);
    const ask = (signal: AbortSignal) => network.bind({ ...ends, expiresAt }, signal);
    const first = await twice(ask);
    return first?.outcome === 'conflict' && (await makeWay()) ? wish(wishes, ask) : first;
  };

  const ringBack = async (from: string): Promise<string | undefined> => {
    const call = { ...named, number, caller: from, callee: recipientPhone };
    return lineOf(await twice((signal) => network.ringBack(call, signal)));
  };

  /** Whether the shipper's line may be bound to whoever was called before by this number; ends that binding where it can. */
  const leadsElsewhere = async (): Promise<boolean> => {
    try {
      const holder = await bound.heldBy(tenant, intent, now);
      if (holder === undefined || holder === intentId) return false;
      const [former] = await intents.intents(tenant, [holder]);
      return former === undefined || !(await releaseLines(wishes, tenant, former));
    } catch {
      return true;
    }
  };

  const isBranded = intent.mode === 'branded';
  const [isAnnounced, bindingVerdict] = await Promise.all([
    isBranded && announce(),
    caller === undefined ? undefined : bind(caller),
  ]);
  const call = isBranded && caller !== undefined ? await ringBack(caller) : undefined;
  const binding = lineOf(bindingVerdict);
  // Bound for a call that we know nothing of: the process died before it was on record, or the telephone was somebody else's.
  const isTaken = bindingVerdict?.outcome === 'conflict';
  const lineId = joinLines([binding, call]);
  const line = {
    isAnnounced,
    isRungBack: call !== undefined,
    leadsElsewhere: binding === undefined && call === undefined && (isTaken || (await leadsElsewhere())),
    ...(lineId !== undefined && { lineId }),
  };
  if (call !== undefined) return { ...line, mode: 'branded' };
  if (intent.mode === 'own-sim') return { ...line, mode: 'own-sim' };
  return { ...line, mode: binding !== undefined && intent.mode !== 'data' ? 'masked' : 'data' };
};
