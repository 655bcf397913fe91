import { bytesOf, keyOf, numberOf, optional, relyOn, textOf, type Item, type Key } from '@temkin/storage';
import type { CallIntent, CallMode, CallState, DeclaredWhen, Read } from '../domain/index.ts';

export const callIntentKey = (tenant: string, intentId: string): Key =>
  keyOf('calls', 'callIntent', { tenant, intentId });

export const toCallIntentItem = (intent: CallIntent, expiresAtSeconds: number): Item => ({
  ...intent,
  expiresAtSeconds,
});

export const fromCallIntentItem = (tenant: string, item: Item): Read<CallIntent> => {
  const intentId = textOf(item, 'intentId');
  const version = numberOf(item, 'version');
  const deviceId = optional(textOf, item, 'deviceId');
  const endedAt = optional(numberOf, item, 'endedAt');
  const lineId = optional(textOf, item, 'lineId');
  return {
    intentId,
    state: textOf(item, 'state') as CallState,
    mode: textOf(item, 'mode') as CallMode,
    declared: textOf(item, 'declared') as DeclaredWhen,
    number: textOf(item, 'number'),
    shipper: textOf(item, 'shipper'),
    shiftId: textOf(item, 'shiftId'),
    parcelId: textOf(item, 'parcelId'),
    ...(deviceId !== undefined && { deviceId }),
    hashKeyId: textOf(item, 'hashKeyId'),
    recipientHash: textOf(item, 'recipientHash'),
    spokenHash: bytesOf(item, 'spokenHash'),
    createdAt: numberOf(item, 'createdAt'),
    ringBy: numberOf(item, 'ringBy'),
    endBy: numberOf(item, 'endBy'),
    ...(endedAt !== undefined && { endedAt }),
    dueAt: numberOf(item, 'dueAt'),
    signatures: numberOf(item, 'signatures'),
    ...(lineId !== undefined && { lineId }),
    eventId: textOf(item, 'eventId'),
    version,
    reliedOn: relyOn(callIntentKey(tenant, intentId), version),
  };
};
