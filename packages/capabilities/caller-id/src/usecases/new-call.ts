import { provinceOfCommune } from '@temkin/administrative-units';
import type { KeyRing, KeyWrap, TenantKey } from '@temkin/crypto';
import { inForce, type Caller, type Clock, type RandomBytes } from '@temkin/kernel';
import {
  callTimes,
  dueAtOf,
  modePolicy,
  modesFor,
  newSpokenCode,
  lastFourProof,
  numberHash,
  proofsOf,
  recipientHash,
  spokenHash,
  vietnamHour,
  type CallIntent,
  type CallMode,
  type PricedMode,
} from '../domain/index.ts';
import type { CallOfNumber } from '../store/calls-of-number.ts';
import type { CallKey } from '../store/call-keys.ts';
import type { CallableParcel, CallContact } from './ports.ts';
import { sealContact } from './sealed-contact.ts';

/** The tenant keys of all hashes of calls. */
export const CALL_PURPOSE = 'call';

export interface NewCallDependencies {
  /** Purposes `call` and, through `keys`, `call-key`. */
  readonly keyRing: KeyRing;
  readonly keys: Pick<KeyWrap, 'wrap'>;
  readonly random: RandomBytes;
  readonly clock: Clock;
}

/** All of a call but its mode and number, which are settled as it is recorded. */
export interface PreparedCall {
  readonly hashKey: TenantKey;
  readonly recipientHash: string;
  /** Told to the shipper and kept nowhere. */
  readonly spokenCode: string;
  /** Absent for a call that is over: nobody connects it. */
  readonly callKey?: CallKey;
  readonly make: (settled: {
    readonly mode: CallMode;
    readonly number: string;
    readonly eventId: string;
  }) => CallIntent;
  /** What it is found by, for the number that its recipient saw. */
  readonly proofs: (seen: string) => readonly string[];
  /** By what a citizen's report of it is joined. */
  readonly reportable: (seen: string) => Pick<CallOfNumber, 'numberHash' | 'lastFourHash'>;
}

const MINUTE = 60_000;

/** Makes ready what a call is made of. `endedAt`: of one that is declared late, when it was. */
export const prepareCall = async (
  { keyRing, keys, random, clock }: NewCallDependencies,
  { principal }: Caller,
  intentId: string,
  {
    parcel,
    contact,
    endedAt,
  }: {
    readonly parcel: CallableParcel;
    readonly contact: CallContact;
    readonly endedAt?: number;
  },
): Promise<PreparedCall> => {
  const { tenant, id: shipper, device } = principal;
  const { parcelId, shiftId, waybillNumber } = parcel;
  const phone = contact.recipientPhone;
  const hashKey = await keyRing.current(tenant, CALL_PURPOSE);
  const reached = recipientHash(hashKey.key, phone);
  const spokenCode = newSpokenCode(random);
  const createdAt = clock.now();
  const { ringSeconds, endMinutes, callBackMinutes } = inForce(callTimes, createdAt).value;
  const times =
    endedAt === undefined
      ? ({
          state: 'created',
          declared: 'before',
          ringBy: createdAt + ringSeconds * 1_000,
          endBy: createdAt + endMinutes * MINUTE,
        } as const)
      : ({ state: 'ended', declared: 'late', ringBy: endedAt, endBy: endedAt, endedAt } as const);
  return {
    hashKey,
    recipientHash: reached,
    spokenCode,
    ...(endedAt === undefined && { callKey: await sealContact({ keys, random }, tenant, intentId, phone) }),
    proofs: (number) => proofsOf(hashKey.key, { number, phone, waybillNumber }),
    reportable: (number) => ({
      numberHash: numberHash(hashKey.key, number),
      lastFourHash: lastFourProof(hashKey.key, number, phone.slice(-4)),
    }),
    make: ({ mode, number, eventId }) => ({
      intentId,
      ...times,
      mode,
      number,
      shipper,
      shiftId,
      parcelId,
      ...(device !== undefined && { deviceId: device.id }),
      hashKeyId: hashKey.id,
      recipientHash: reached,
      spokenHash: spokenHash(hashKey.key, intentId, spokenCode),
      createdAt,
      dueAt: dueAtOf(times, callBackMinutes),
      signatures: 0,
      eventId,
      version: 1,
    }),
  };
};

/** The last day of a call's key, should nobody delete it: a day after its call-back window at the latest. */
export const callKeyExpirySeconds = ({ endBy, createdAt }: CallIntent): number => {
  const { callBackMinutes } = inForce(callTimes, createdAt).value;
  return Math.ceil((endBy + callBackMinutes * MINUTE) / 1_000) + 86_400;
};

/** The modes that a call about this parcel may be made in now, the best first. */
export const modesOf = (
  { communeCode }: CallableParcel,
  { codAmountVnd = 0 }: CallContact,
  nowMilliseconds: number,
  asked: CallMode | undefined,
): readonly PricedMode[] => {
  const provinceCode = provinceOfCommune(communeCode);
  return modesFor(
    inForce(modePolicy, nowMilliseconds).value,
    {
      codVnd: codAmountVnd,
      communeCode,
      ...(provinceCode !== undefined && { provinceCode }),
      hour: vietnamHour(nowMilliseconds),
    },
    asked,
  );
};
