import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import { communeByCode } from '@temkin/administrative-units';
import { Refusal } from '@temkin/kernel';
import { labelSvg } from '@temkin/labels';
import type { Table } from '@temkin/storage';
import { EMBEDDED_PROFILE_ID } from '../issuer/index.ts';
import type { DemoClient, IssuedParcel } from './client.ts';
import { demoParcels, type DemoParcel } from './parcels.ts';
import { PERSONAS } from './personas.ts';
import { DEMO_TENANTS } from './tenants.ts';

const PARCELS = 20;

const FACILITY = 'HN-BA-DINH';

/** A start that was cut off is made up for by the next: what exists already stays as it is. */
const unlessExists = async (attempt: Promise<void>): Promise<void> => {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof Refusal && error.code.endsWith('_EXISTS'))) throw error;
  }
};

/** Two companies with their facilities and personas. */
export const seedDirectory = async (table: Table): Promise<void> => {
  const tenants = tenantStore({ table });
  const facilities = facilityStore({ table });
  const principals = principalStore({ table });
  for (const { tenant, displayName, facilities: places } of DEMO_TENANTS) {
    await unlessExists(createTenant({ tenants })({ tenant, displayName, issuers: [EMBEDDED_PROFILE_ID] }));
    for (const place of places) await unlessExists(addFacility({ facilities })({ tenant, ...place }));
  }
  for (const { subject, tenant, kind, roles, facility } of PERSONAS) {
    await unlessExists(
      enrolPrincipal({ principals })({
        tenant,
        id: subject,
        issuer: EMBEDDED_PROFILE_ID,
        subject,
        kind,
        roles,
        ...(facility !== undefined && { facility }),
      }),
    );
  }
};

const writeLabel = async (directory: string, parcel: DemoParcel, issued: IssuedParcel): Promise<void> => {
  const commune = communeByCode(parcel.recipient.address.communeCode);
  const svg = labelSvg({
    token: issued.token,
    waybillNumber: parcel.waybillNumber,
    maskedRecipient: {
      name: parcel.recipient.name,
      commune: commune?.name ?? '',
      province: commune?.provinceName ?? '',
    },
    sortCode: parcel.sortCode,
  });
  await writeFile(join(directory, `${parcel.waybillNumber}.svg`), svg);
};

/**
 * Twenty parcels on their way with An, made through the API as a company would, and their labels as pictures. The tokens
 * stand beside them in `tokens.tsv`, for a terminal without a camera. Idempotent: cut off, it completes the next time.
 */
export const seedParcels = async (api: DemoClient, labelsDirectory: string): Promise<void> => {
  const parcels = demoParcels(PARCELS, 1);
  const { results } = await api.as('order-system').issueBatch(parcels, 'seed-parcels');
  const waybills = parcels.map(({ waybillNumber }) => waybillNumber);

  const { shiftId } = await api.as('desk-em').openShift('shipper-an', FACILITY, 'seed-shift-an');
  await api.as('desk-em').openShift('shipper-binh', FACILITY, 'seed-shift-binh');
  const atFacility = { type: 'facility', id: FACILITY } as const;
  const withAn = { type: 'shift', id: shiftId } as const;
  const scans = [
    { event: 'accepted', holder: atFacility },
    { event: 'arrived', holder: atFacility },
    { event: 'out-for-delivery', holder: withAn },
  ] as const;
  for (const { event, holder } of scans) {
    await api.as('order-system').recordCustody(
      waybills.map((waybillNumber) => ({ waybillNumber, event, holder })),
      `seed-${event}`,
    );
  }

  await mkdir(labelsDirectory, { recursive: true });
  const tokens: string[] = [];
  for (const [i, parcel] of parcels.entries()) {
    const issued = results[i];
    if (issued === undefined) throw new Error('a demo parcel was not issued');
    await writeLabel(labelsDirectory, parcel, issued);
    tokens.push(`${parcel.waybillNumber}\t${issued.token}\n`);
  }
  await writeFile(join(labelsDirectory, 'tokens.tsv'), tokens.join(''));
};
