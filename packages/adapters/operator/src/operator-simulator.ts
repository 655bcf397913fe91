import {
  MAX_ANNOUNCEMENT_SECONDS,
  type Announcement,
  type Binding,
  type CallNetwork,
  type LineReport,
  type LineState,
  type Msisdn,
  type RingBack,
} from '@temkin/caller-id/domain';
import type { Clock } from '@temkin/kernel';
import { axbSwitch } from './axb-switch.ts';
import type { Dialled, Handset } from './handset.ts';
import { serviceBehaviours, type NetworkService, type ServiceBehaviour } from './service-behaviour.ts';

/** An operator's network in this process: a small switch that makes no call, and does all else that we rely on. */
export interface OperatorSimulator extends CallNetwork {
  /** Somebody dials a number. */
  dial(from: Msisdn, to: Msisdn): Dialled;
  /** The call of an intent is over; a binding stays. */
  hangUp(tenant: string, intentId: string): void;
  /** Puts a telephone at the end of a line. One that nobody put there answers. */
  connect(number: Msisdn, handset: Handset): void;
  /** Announcements that have not expired. */
  readonly announced: readonly Announcement[];
  /** Bindings that have not expired and were not released. */
  readonly bound: readonly Binding[];
  /** Calls under way. */
  readonly calls: readonly RingBack[];
  behave(service: NetworkService, as: ServiceBehaviour): void;
}

export interface OperatorSimulatorOptions {
  readonly clock: Clock;
  /** Companies that have an account; all where absent. */
  readonly tenants?: readonly string[];
  /** Is told what becomes of calls, in order; nobody where absent. */
  readonly report?: (report: LineReport) => void;
}

interface Announced extends Announcement {
  readonly until: number;
}

const callId = ({ tenant, intentId }: { readonly tenant: string; readonly intentId: string }): string =>
  `call/${tenant}.${intentId}`;

/** A simulated operator. Numbers that it binds are shown to both ends; names that were announced are shown to the called one. */
export const operatorSimulator = ({
  clock,
  tenants,
  report = () => undefined,
}: OperatorSimulatorOptions): OperatorSimulator => {
  const announcements = new Map<string, Announced>();
  const calls = new Map<string, RingBack>();
  const handsets = new Map<Msisdn, Handset>();
  const { behave, serve } = serviceBehaviours();
  const axb = axbSwitch(clock);

  const isKnown = (tenant: string): boolean => tenants === undefined || tenants.includes(tenant);
  const live = (): readonly Announced[] =>
    [...announcements.values()].filter(({ until }) => clock.now() < until);

  const tell = (call: RingBack, state: LineState): void => {
    report({ intentId: call.intentId, tenant: call.tenant, state, at: clock.now() });
  };

  /** Rings an end, which sees the number between the two, and the name where the call was announced to it. */
  const ring = (to: Msisdn, number: Msisdn): boolean => {
    const announcement = live().find(({ calling, called }) => calling === number && called === to);
    const handset = handsets.get(to);
    if (handset === undefined) return true;
    const names = announcement && {
      displayName: announcement.displayName,
      reason: announcement.reason,
    };
    return handset.rings({ shows: number, ...names }) === 'answers';
  };

  const callThrough = (call: RingBack, from: Msisdn, to: Msisdn): Dialled => {
    // The recipient's telephone is what a declared call is about; a call back is no news of it.
    const isDeclared = from === call.caller;
    if (isDeclared) tell(call, 'ringing');
    if (!ring(to, call.number)) {
      if (isDeclared) tell(call, 'failed');
      return { outcome: 'unanswered', reached: to };
    }
    calls.set(callId(call), call);
    if (isDeclared) tell(call, 'answered');
    return { outcome: 'answered', reached: to };
  };

  const end = (id: string): void => {
    const call = calls.get(id);
    if (calls.delete(id) && call !== undefined) tell(call, 'ended');
  };

  return {
    get announced() {
      return live();
    },
    get bound() {
      return axb.bound();
    },
    get calls() {
      return [...calls.values()];
    },
    behave,
    connect: (number, handset) => {
      handsets.set(number, handset);
    },
    hangUp: (tenant, intentId) => end(callId({ tenant, intentId })),

    dial: (from, to) => {
      const binding = axb.find(from, to);
      if (binding === undefined) return { outcome: 'unknown-number' };
      return callThrough(binding, from, from === binding.caller ? binding.callee : binding.caller);
    },

    announce: (announcement, signal) =>
      serve('announce', signal, () => {
        if (!isKnown(announcement.tenant)) return { outcome: 'unsupported' } as const;
        const seconds = Math.min(announcement.timeToLiveSeconds, MAX_ANNOUNCEMENT_SECONDS);
        const key = `${announcement.tenant}.${announcement.intentId}`;
        if (!announcements.has(key))
          announcements.set(key, { ...announcement, until: clock.now() + seconds * 1_000 });
        return { outcome: 'done' } as const;
      }),

    bind: (binding, signal) =>
      serve('bind', signal, () => {
        if (!isKnown(binding.tenant)) return { outcome: 'unsupported' } as const;
        return axb.bind(binding);
      }),

    ringBack: (call, signal) =>
      serve('ringBack', signal, () => {
        if (!isKnown(call.tenant)) return { outcome: 'unsupported' } as const;
        const id = callId(call);
        if (calls.has(id)) return { outcome: 'done', lineId: id } as const;
        const ends = new Set([call.caller, call.callee]);
        const isBusy = [...calls.values()].some(({ caller, callee }) => ends.has(caller) || ends.has(callee));
        if (isBusy) return { outcome: 'conflict' } as const;
        // The shipper's telephone rings first; only once it is answered does the recipient's.
        if (ring(call.caller, call.number)) callThrough(call, call.caller, call.callee);
        else tell(call, 'failed');
        return { outcome: 'done', lineId: id } as const;
      }),

    release: async ({ tenant, lineId }, signal) => {
      await serve('release', signal, () => {
        if (lineId.startsWith(`call/${tenant}.`)) end(lineId);
        const released = axb.release(tenant, lineId);
        if (released !== undefined) end(callId(released));
        return { outcome: 'done' } as const;
      });
    },
  };
};
