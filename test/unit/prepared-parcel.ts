import { systemRandom, toHex } from '@temkin/kernel';
import { clocksAtIssue, labelDiesAt, type Parcel, type Place } from '@temkin/parcel/domain';

/** A Monday morning in Hà Nội. */
export const MONDAY = Date.parse('2026-11-23T08:00:00+07:00');

/** A wrapped key that opens nothing. */
export const wrappedKey = () => ({
  keyId: '2026-11',
  nonce: systemRandom(24),
  wrapped: systemRandom(48),
});

/** A sealed parcel as the store is given it when it is issued: with ids of its own, nothing in it, its id for a phone. */
export const preparedParcel = ({
  pseudonym,
  service = 'domestic',
  issuedAt = MONDAY,
  ...given
}: Pick<Parcel, 'pseudonym'> & Partial<Pick<Parcel, 'phones' | 'service' | 'issuedAt'>>) => {
  const [parcelId, labelId] = [toHex(systemRandom(16)), toHex(systemRandom(8))];
  return {
    parcel: {
      parcelId,
      waybillNumber: parcelId.toUpperCase(),
      labelId,
      kind: 'sealed',
      service,
      state: 'issued',
      communeCode: '00004',
      phones: given.phones ?? { recipient: { indexKeyId: '2026-11', phoneHash: parcelId } },
      issuedAt,
      ...clocksAtIssue(service, issuedAt),
      pseudonym,
    },
    token: '',
    label: {
      labelId,
      parcelId,
      kind: 'sealed',
      status: 'live',
      payloadVersion: 2,
      digest: systemRandom(16),
      digestKeyId: '2026-11',
    },
    labelKey: wrappedKey(),
    subjectKey: wrappedKey(),
    escrow: { key: wrappedKey(), payloadVersion: 2, groups: {} },
    waybillExpiresAtSeconds: Math.floor(issuedAt / 1_000) + 86_400 * 400,
    labelKeyExpiresAtSeconds: labelDiesAt(issuedAt) / 1_000,
  } as const;
};

/** The record of a scan that brought a parcel where it is, at a time, as the event of that id. */
export const scanRecord = (place: Place, at: number, order: number, eventId: string) =>
  ({
    custodyEventId: toHex(systemRandom(16)),
    event: place.state === 'delivered' ? 'delivered' : 'arrived',
    ...place,
    occurredAt: at,
    recordedAt: at,
    order,
    source: 'sorter',
    flags: [],
    eventId,
  }) as const;
