import type { AgreementKey, SigningKey } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Attribute,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { DeviceRecord, DeviceStatus, Stored } from '../domain/index.ts';

type Put = Extract<Write, { kind: 'put' }>;
type Update = Extract<Write, { kind: 'update' }>;

const deviceKey = (tenant: string, deviceId: string) => keyOf('access', 'device', { tenant, deviceId });

const listedKey = (tenant: string, deviceId: string) => keyOf('access', 'listedDevice', { tenant, deviceId });

/** A public key as it was enrolled; throws where the field is of another shape. */
const keyIn = (item: Item, name: string): Attribute => {
  const key = item[name];
  if (typeof key !== 'object') throw new Error(`a stored device has lost its ${name}`);
  return key;
};

const toDevice = (tenant: string, item: Item): EnrolledDevice => {
  const deviceId = textOf(item, 'deviceId');
  const facility = optional(textOf, item, 'facility');
  return {
    tenant,
    deviceId,
    displayName: textOf(item, 'displayName'),
    ...(facility !== undefined && { facility }),
    signingKey: keyIn(item, 'signingKey') as unknown as SigningKey,
    bundleKey: keyIn(item, 'bundleKey') as unknown as AgreementKey,
    enrolledBy: textOf(item, 'enrolledBy'),
    status: textOf(item, 'status') as DeviceStatus,
    enrolReceipt: { eventId: textOf(item, 'enrolEventId'), leaf: textOf(item, 'enrolLeaf') },
    reliedOn: relyOn(deviceKey(tenant, deviceId), numberOf(item, 'version')),
  };
};

/** A device as read, with the receipt of its enrolment. */
export type EnrolledDevice = Stored<DeviceRecord> & { readonly enrolReceipt: Receipt };

export interface DeviceStore {
  find(tenant: string, deviceId: string): Promise<EnrolledDevice | undefined>;
  /** In order of id; `next` is the `after` of the following page, present where more may follow. */
  page(
    tenant: string,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly devices: readonly EnrolledDevice[]; readonly next?: string }>;
  /** Refused where a device of that id was ever enrolled. */
  enrolWrites(device: DeviceRecord, receipt: Receipt): readonly Put[];
  /** Makes a new version, so that whatever relied on the old one fails; refused where it is old already. */
  revokeWrite(of: Stored<DeviceRecord>): Update;
}

/** Devices in the `access` table, each in a partition of its own: every request that it signs reads it. */
export const deviceStore = ({ table }: { readonly table: Table }): DeviceStore => ({
  find: async (tenant, deviceId) => {
    const item = await table.get(deviceKey(tenant, deviceId));
    return item && toDevice(tenant, item);
  },

  page: async (tenant, { limit, after }) => {
    const { partition, sort: prefix } = listedKey(tenant, '');
    const page = await table.query({
      table: 'access',
      partition,
      prefix,
      limit,
      // A page goes on after a sort key, which is made of an id: so the cursor can be the id, and be checked as one.
      ...(after !== undefined && { after: listedKey(tenant, after).sort }),
    });
    const listed = page.items.map(({ item }) => deviceKey(tenant, textOf(item, 'deviceId')));
    const items = await table.getMany(listed);
    const devices = items.flatMap((item) => (item === undefined ? [] : toDevice(tenant, item)));
    const last = devices.at(-1);
    return { devices, ...(page.next !== undefined && last !== undefined && { next: last.deviceId }) };
  },

  enrolWrites: ({ tenant, signingKey, bundleKey, ...record }, { eventId, leaf }) => [
    {
      kind: 'put',
      key: deviceKey(tenant, record.deviceId),
      item: {
        ...record,
        signingKey: { ...signingKey },
        bundleKey: { ...bundleKey },
        enrolEventId: eventId,
        enrolLeaf: leaf,
        version: 1,
      },
      condition: 'absent',
    },
    {
      kind: 'put',
      key: listedKey(tenant, record.deviceId),
      item: { deviceId: record.deviceId },
      condition: 'absent',
    },
  ],

  revokeWrite: ({ tenant, deviceId, reliedOn }) => ({
    kind: 'update',
    key: deviceKey(tenant, deviceId),
    set: { status: 'revoked', version: reliedOn.version + 1 },
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),
});
