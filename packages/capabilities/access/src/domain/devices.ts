import type { AgreementKey, SigningKey } from '@temkin/crypto';

/** A handset or scanner. Device and person are apart: whoever is on duty picks up any of them. */
export interface DeviceRecord {
  readonly tenant: string;
  /** The thumbprint of the signing key: the device knows its id before anybody enrols it. */
  readonly deviceId: string;
  /** What is written on the device: an inventory number. */
  readonly displayName: string;
  /** Where it belongs. */
  readonly facility?: string;
  /** Verifies the signatures of its requests. */
  readonly signingKey: SigningKey;
  /** What is sealed to the device is sealed to this one. */
  readonly bundleKey: AgreementKey;
  /** Staff id of whoever enrolled it, who never uses it. */
  readonly enrolledBy: string;
  readonly status: DeviceStatus;
}

/** What is said of a device when it is enrolled. */
export type NewDevice = Pick<DeviceRecord, 'displayName' | 'facility' | 'signingKey' | 'bundleKey'>;

/** Who is revoked stays so: a device that comes back makes itself new keys. */
export const DEVICE_STATUSES = ['active', 'revoked'] as const;
export type DeviceStatus = (typeof DEVICE_STATUSES)[number];
