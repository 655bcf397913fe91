import { inForce, vietnamDay, type Caller, type Receipt } from '@temkin/kernel';
import {
  callingHours,
  callScript,
  callsPerParcelAndDay,
  callTimes,
  CHECKABLE_AFTER_END_MILLISECONDS,
  intentIdOf,
  isOverdue,
  secondsUntilCalls,
  type CallIntent,
  type CallMode,
  type CallScript,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CallLimits } from '../store/call-limits.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import { expireCall } from './expire-call.ts';
import { activeNumbers, freeNumber, inOrderOf } from './free-number.ts';
import { modesOf, prepareCall, type NewCallDependencies } from './new-call.ts';
import type { CallContact, CallContacts, CallLines, NamedParcel, StaffNumbers } from './ports.ts';
import { recordCall, type RecordDependencies } from './record-call.ts';
import { callResource, refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface DeclareDependencies extends NewCallDependencies, RecordDependencies {
  readonly intents: CallIntents;
  readonly limits: CallLimits;
  readonly numbers: PoolNumbers;
  readonly contacts: CallContacts;
  readonly lines: CallLines;
  readonly staffNumbers: StaffNumbers;
}

/** A call that somebody wants to make, or has just made where nothing could be declared. */
export interface NewCall {
  readonly parcel: NamedParcel;
  /** A lesser mode than the policy grants; never a better one. */
  readonly mode?: CallMode;
  /**
   * Of a call that is over: when it was, by the shipper's telephone, in milliseconds since the epoch; now where it does not say.
   * The telephone's word is all there is: it can make a call look younger, and never one that was not the caller's to make.
   */
  readonly calledAt?: number;
  readonly declared?: 'late';
}

/** What the shipper is told, once. */
export interface DeclaredCall {
  readonly intent: CallIntent;
  readonly dial?: string;
  readonly spokenCode: string;
  readonly script: CallScript;
  /** By when it must ring; of a late one, until when it can be checked. Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly receipt: Receipt;
}

/** When the call was that is declared late; undefined for one that is to come. */
const requireTime = ({ declared, calledAt }: NewCall, now: number): number | undefined => {
  const at = declared === 'late' ? Math.min(calledAt ?? now, now) : now;
  const { lateMinutes } = inForce(callTimes, now).value;
  if (now - at > lateMinutes * 60_000)
    throw refuse('CALL.TOO_LATE', { detail: `A call is declared within ${lateMinutes} minutes.` });
  const { from, until } = inForce(callingHours, now).value;
  const seconds = secondsUntilCalls({ from, until }, at);
  if (seconds > 0)
    throw refuse('CALL.OUTSIDE_HOURS', {
      detail: `Calls are made from ${from}:00 to ${until}:00, Vietnam time.`,
      retryAfterSeconds: seconds,
    });
  return declared === 'late' ? at : undefined;
};

/**
 * Declares a call about a parcel that the caller has on the road. The contact is opened for it, on record, and leaves for the
 * network alone; the shipper is told what to dial, a code to speak, and what to say. Refuses `CALL.ALREADY_DONE` where the same
 * seed has declared one (its code is kept nowhere), `CALL.OUTSIDE_HOURS`, `CALL.TOO_LATE`, `CALL.ALREADY_LIVE`, `CALL.TOO_MANY`,
 * `CALL.NO_NUMBER`, `CALL.NUMBERS_BUSY`, `CALL.CHANGED`, and by the codes of `CallContacts`. A budget that is spent refuses
 * nothing: the call is made in a lesser mode.
 */
export const declareCall = (dependencies: DeclareDependencies) => {
  const { intents, limits, contacts, lines, staffNumbers, clock } = dependencies;
  const expire = expireCall(dependencies);
  const numberFor = freeNumber({ ...dependencies, expire });
  const record = recordCall(dependencies);

  /** Whether the caller may have another live call now. Ends one that is overdue; false where it moved meanwhile. */
  const requireNoneLive = async (caller: Caller, now: number): Promise<boolean> => {
    const { tenant, id } = caller.principal;
    const live = await intents.liveOf(tenant, id);
    if (live === undefined) return true;
    if (isOverdue(live, now)) return expire(caller, live);
    throw refuse('CALL.ALREADY_LIVE', {
      detail: `Call ${live.intentId} is ${live.state}: end or cancel it first.`,
      about: { purpose: 'call', resources: [callResource(live.intentId)] },
    });
  };

  const attempt = async (
    caller: Caller,
    asked: NewCall,
    intentId: string,
  ): Promise<DeclaredCall | undefined> => {
    const { tenant, id } = caller.principal;
    if ((await intents.intent(tenant, intentId)) !== undefined)
      throw refuse('CALL.ALREADY_DONE', {
        detail: `Call ${intentId} was declared by this request. Cancel it, and send a new Idempotency-Key to get another code.`,
        about: { purpose: 'call', resources: [callResource(intentId)] },
      });
    const now = clock.now();
    const endedAt = requireTime(asked, now);
    const isLate = endedAt !== undefined;
    if (!isLate && !(await requireNoneLive(caller, now))) return undefined;
    const parcel = await contacts.find(caller, asked.parcel);
    if (parcel === undefined) return undefined;
    const about = { purpose: 'call', resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    const [calls, active, own] = await Promise.all([
      limits.callsAbout(tenant, parcel.parcelId, vietnamDay(now)),
      activeNumbers(dependencies, tenant),
      isLate ? staffNumbers.numberOf(tenant, id) : undefined,
    ]);
    if (calls >= inForce(callsPerParcelAndDay, now).value) throw refuse('CALL.TOO_MANY', { about });
    const pool = inOrderOf(intentId, active);
    if (pool[0] === undefined) throw refuse('CALL.NO_NUMBER', { about });

    const contact: CallContact | undefined = await parcel.open();
    if (contact === undefined) return undefined;
    const prepared = await prepareCall(dependencies, caller, intentId, {
      parcel,
      contact,
      ...(isLate && { endedAt }),
    });
    const number = isLate ? pool[0] : await numberFor(caller, pool, prepared.recipientHash);
    if (number === undefined) throw refuse('CALL.NUMBERS_BUSY', { about });
    // The recipient of a call that was made from the shipper's own telephone saw that number, and none of the pool.
    const seen = isLate ? own : number.number;
    const recorded = await record(caller, {
      intentId,
      parcel,
      prepared,
      number,
      about,
      modes: isLate ? [{ mode: 'own-sim', costVnd: 0 }] : modesOf(parcel, contact, now, asked.mode),
      ...(seen !== undefined && { seen }),
    });
    if (recorded === undefined) return undefined;

    const { intent, receipt } = recorded;
    const { recipientPhone } = contact;
    const opened = isLate
      ? { intent }
      : await lines.open(caller, intents.asMade(tenant, intent), { recipientPhone, names: number });
    const { spokenCode } = prepared;
    return {
      ...opened,
      spokenCode,
      script: callScript(number.longName, spokenCode),
      expiresAt: isLate ? endedAt + CHECKABLE_AFTER_END_MILLISECONDS : intent.ringBy,
      receipt,
    };
  };

  return (caller: Caller, asked: NewCall, seed: Uint8Array): Promise<DeclaredCall> => {
    const intentId = intentIdOf(seed);
    return untilSettled(() => attempt(caller, asked, intentId));
  };
};
