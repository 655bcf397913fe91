import {
  openBundle,
  type BundleContent,
  type BundleKeyPair,
  type BundleSigningKey,
} from '@temkin/parcel/bundle';
import { bundleDevice } from './bundle-device.ts';
import { deviceKeys } from './device-keys.ts';
import type { TestSystem } from './system.ts';

/** An enrolled device, and the half of its bundle key that never leaves it. */
export interface LoadingDevice {
  readonly deviceId: string;
  readonly deviceKey: BundleKeyPair;
}

/** One result of a load. */
export interface LoadAnswer {
  readonly index: number;
  readonly status: number;
  readonly parcelId?: string;
  readonly waybillNumber?: string;
  readonly state?: string;
  readonly taken?: boolean;
  readonly auditEvent?: string;
  readonly problem?: { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };
}

/** What loading a shift answers. */
export interface Loaded {
  readonly answer: Response;
  readonly text: string;
  readonly code?: string;
  readonly results: readonly LoadAnswer[];
  readonly bundle?: {
    readonly bundleId: string;
    readonly deviceId: string;
    readonly issuedAt: string;
    readonly expiresAt: string;
    readonly parcels: number;
    readonly data: string;
  };
}

/** Enrols a device of the demo company as its staff administrator does. */
export const enrolDevice = async (
  system: Pick<TestSystem, 'as'>,
  { by = 'staff-admin-lan', curve = 'X25519' }: { by?: string; curve?: 'X25519' | 'P-256' } = {},
): Promise<LoadingDevice> => {
  const { deviceKey, bundleKey } = await bundleDevice(curve);
  const { signingKey } = deviceKeys().newDevice;
  const answer = await system
    .as(by)
    .post('/v1/devices', { displayName: 'HN-BD 0018', signingKey, bundleKey });
  const { deviceId } = (await answer.json()) as { readonly deviceId?: string };
  if (deviceId === undefined) throw new Error(`the device was not enrolled: ${answer.status}`);
  return { deviceId, deviceKey };
};

/** Loads a shift, as whoever says so, with whatever they send. */
export const loadShift = async (
  system: Pick<TestSystem, 'as'>,
  by: string,
  shiftId: string,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Loaded> => {
  const answer = await system.as(by).post(`/v1/shifts/${shiftId}/load`, body, headers);
  const text = await answer.text();
  const { results = [], ...said } = JSON.parse(text) as Partial<Loaded>;
  return { answer, text, results, ...said };
};

/** Opens an answered bundle on its device, with the keys that the server publishes. */
export const openLoaded = async (
  system: Pick<TestSystem, 'as'>,
  by: string,
  { bundle }: Loaded,
  { deviceKey }: LoadingDevice,
): Promise<BundleContent> => {
  const published = (await (await system.as(by).get('/v1/bundle-keys')).json()) as {
    readonly keys: readonly BundleSigningKey[];
  };
  const bytes = new Uint8Array(Buffer.from(bundle?.data ?? '', 'base64'));
  const opened = await openBundle(bytes, { deviceKey, signingKeys: published.keys });
  if (typeof opened === 'string') throw new Error(`the bundle does not open: ${opened}`);
  return opened;
};
