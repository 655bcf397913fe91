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
import { poolNumbers, provisionNumber } from '@temkin/caller-id';
import { Refusal, systemClock, systemRandom } from '@temkin/kernel';
import { labelSvg } from '@temkin/labels';
import type { Table } from '@temkin/storage';
import { EMBEDDED_PROFILE_ID } from '../issuer/index.ts';
import type { DemoClient, IssuedParcel } from './client.ts';
import { demoParcels, type DemoParcel } from './parcels.ts';
import { PERSONAS } from './personas.ts';
import { DEMO_TENANTS } from './tenants.ts';

const PARCELS = 20;

const FACILITY = 'HN-BA-DINH';

/** Answers what `otherwise` says where the attempt is refused with a code like this. */
const orWhere = async <Result>(
  code: RegExp,
  attempt: Promise<Result>,
  otherwise: () => Promise<Result> | Result,
): Promise<Result> => {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof Refusal && code.test(error.code)) return otherwise();
    throw error;
  }
};

/** A start that was cut off is made up for by the next: what exists already stays as it is. */
const unlessExists = (attempt: Promise<void>): Promise<void> => orWhere(/_EXISTS$/, attempt, () => {});

/** Two companies with their facilities and personas. */
export const seedDirectory = async (table: Table): Promise<void> => {
  const tenants = tenantStore({ table });
  const facilities = facilityStore({ table });
  const principals = principalStore({ table });
  const provision = provisionNumber({
    numbers: poolNumbers(table),
    clock: systemClock,
    random: systemRandom,
  });
  for (const { facilities: places, numbers, ...company } of DEMO_TENANTS) {
    const { tenant } = company;
    await unlessExists(createTenant({ tenants })({ ...company, issuers: [EMBEDDED_PROFILE_ID] }));
    for (const place of places) await unlessExists(addFacility({ facilities })({ tenant, ...place }));
    for (const number of numbers) await provision({ tenant, ...number });
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
 * A telephone of An's and an account for cash on delivery, registered through the API as a company would, by two people for the
 * account. Idempotent.
 */
export const seedRegisters = async (api: DemoClient): Promise<void> => {
  const number = { shipper: 'shipper-an', number: '0905000001' };
  await api.as('staff-admin-lan').send('POST', '/v1/staff-numbers', number, 'seed-staff-number');
  const account = { bank: 'Vietcombank', account: '0071000000001', holderName: 'CONG TY BUU CHINH DEMO' };
  const ask = () =>
    api
      .as('staff-admin-lan')
      .send<{ readonly approvalId?: string }>('POST', '/v1/collection-accounts', account, 'seed-account');
  const { approvalId } = (await ask()).body;
  if (approvalId === undefined) return;
  await api.as('security-ha').send('POST', `/v1/approvals/${approvalId}/approve`);
  await ask();
};

/** People that the demo's indexes are made for. */
const EXPECTED_PEOPLE = 1_000;

/** Opens the subscriber registry, so that a registrar can register at once. Opening it again changes nothing. */
export const seedRegistry = async (api: DemoClient): Promise<void> => {
  const { status } = await api
    .as('security-ha')
    .send('POST', '/v1/registry/open', { expectedPeople: EXPECTED_PEOPLE });
  if (status !== 200) throw new Error(`the registry was not opened: ${status}`);
};

interface IssuedRange {
  readonly firstSerial: number;
  readonly parcels: readonly DemoParcel[];
  readonly issued: readonly IssuedParcel[];
}

/**
 * Issues the first twenty numbers that are free. Those of a start that was cut off are taken once its idempotency claim
 * has died (a day later): their tokens went with it, and twenty fresh parcels come in their stead.
 */
const issueParcels = (api: DemoClient, firstSerial = 1): Promise<IssuedRange> => {
  const parcels = demoParcels(PARCELS, firstSerial);
  const issue = async (): Promise<IssuedRange> => {
    const { results } = await api.as('order-system').issueBatch(parcels, `seed-parcels-${firstSerial}`);
    return { firstSerial, parcels, issued: results };
  };
  return orWhere(/^PARCEL\.WAYBILL_EXISTS$/, issue(), () => issueParcels(api, firstSerial + PARCELS));
};

/** The shift of a shipper: a new one, or the one that is open already. */
const shiftOf = async (api: DemoClient, shipper: string): Promise<string> => {
  const opened = api.as('desk-em').openShift(shipper, FACILITY, `seed-shift-${shipper}`);
  const { shiftId } = await orWhere(/^PARCEL\.SHIFT_OPEN$/, opened, async () => {
    const current = await api.as(shipper).send<{ shiftId: string }>('GET', '/v1/shifts/current');
    return current.body;
  });
  return shiftId;
};

/**
 * Twenty parcels on their way with An, made through the API as a company would, and their labels as pictures. The tokens
 * stand beside them in `tokens.tsv`, for a terminal without a camera. Idempotent: cut off, it completes the next time.
 */
export const seedParcels = async (api: DemoClient, labelsDirectory: string): Promise<void> => {
  const { firstSerial, parcels, issued } = await issueParcels(api);
  const shiftId = await shiftOf(api, 'shipper-an');
  await shiftOf(api, 'shipper-binh');
  const atFacility = { type: 'facility', id: FACILITY } as const;
  const withAn = { type: 'shift', id: shiftId } as const;
  const scans = [
    { event: 'accepted', holder: atFacility },
    { event: 'arrived', holder: atFacility },
    { event: 'out-for-delivery', holder: withAn },
  ] as const;
  for (const { event, holder } of scans) {
    await api.as('order-system').recordCustody(
      parcels.map(({ waybillNumber }) => ({ waybillNumber, event, holder })),
      `seed-${event}-${firstSerial}`,
    );
  }

  await mkdir(labelsDirectory, { recursive: true });
  const tokens: string[] = [];
  for (const [i, parcel] of parcels.entries()) {
    const label = issued[i];
    if (label === undefined) throw new Error('a demo parcel was not issued');
    await writeLabel(labelsDirectory, parcel, label);
    tokens.push(`${parcel.waybillNumber}\t${label.token}\n`);
  }
  await writeFile(join(labelsDirectory, 'tokens.tsv'), tokens.join(''));
};
