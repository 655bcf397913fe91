import { communeByCode } from '@temkin/administrative-units';
import type { Signer } from '@temkin/crypto';
import { inFlight, inForce, rfc3339 } from '@temkin/kernel';
import {
  bundledDigest,
  bundleTerms,
  sealBundle,
  type BundleContent,
  type BundledParcel,
  type Shift,
} from '../domain/index.ts';
import type { LoadVaults } from './open-load.ts';
import type { Device } from './ports.ts';
import type { RecordedParcel } from './record-load.ts';

/** A bundle, and what is said of it in clear. */
export interface LoadBundle {
  readonly loadId: string;
  readonly deviceId: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly allowance: number;
  readonly parcels: number;
  readonly policyId: string;
  readonly bytes: Uint8Array;
}

export interface BundleLoadDependencies {
  readonly vaults: LoadVaults;
  /** Ed25519; devices know its public key. */
  readonly bundleSigner: Signer;
}

const HOUR_MILLISECONDS = 3_600_000;

const OPENINGS_IN_FLIGHT = 16;

const communesOf = (parcels: readonly BundledParcel[]): BundleContent['communes'] => {
  const codes = new Set(parcels.flatMap(({ groups }) => groups.delivery?.communeCode ?? []));
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const commune = communeByCode(code);
      return commune === undefined
        ? []
        : [[code, { name: commune.name, provinceName: commune.provinceName }]];
    }),
  );
};

/** Opens what is on record as read, and seals it, all in one, to the device. Nothing of it is kept. */
export const bundleLoad =
  ({ vaults, bundleSigner }: BundleLoadDependencies) =>
  async (
    { tenant, shift, device }: { readonly tenant: string; readonly shift: Shift; readonly device: Device },
    recorded: readonly RecordedParcel[],
    { loadId, issuedAt }: { readonly loadId: string; readonly issuedAt: number },
  ): Promise<LoadBundle> => {
    const parcels = await inFlight(OPENINGS_IN_FLIGHT, recorded, async (one): Promise<BundledParcel> => {
      const { waybillNumber, labelId, sortCode } = one.parcel;
      const { scanned, state } = one;
      return {
        waybillNumber,
        labelId: scanned?.label.labelId ?? labelId,
        ...(scanned !== undefined && { labelDigest: await bundledDigest(scanned.token.bytes) }),
        state,
        ...(sortCode !== undefined && { sortCode }),
        groups: await vaults.open(tenant, one),
      };
    });
    const { id: policyId, value: terms } = inForce(bundleTerms, issuedAt);
    const expiresAt = issuedAt + terms.hours * HOUR_MILLISECONDS;
    const { deviceId, bundleKey } = device;
    const content: BundleContent = {
      bundleId: loadId,
      tenant,
      shiftId: shift.shiftId,
      shipper: shift.shipper,
      deviceId,
      issuedAt: rfc3339(issuedAt),
      expiresAt: rfc3339(expiresAt),
      allowance: terms.allowance,
      communes: communesOf(parcels),
      parcels,
    };
    const bytes = await sealBundle(content, { bundleKey, signer: bundleSigner });
    const { allowance } = terms;
    return { loadId, deviceId, issuedAt, expiresAt, allowance, parcels: parcels.length, policyId, bytes };
  };
