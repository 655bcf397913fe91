import type { TestSystem } from './system.ts';

/** A parcel as issuing answers it; see `IssuedParcel` in the OpenAPI document. */
export interface Issued {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly labelId: string;
  readonly kind: string;
  readonly token: string;
  readonly state: string;
}

/** A shift as the API answers it. */
export interface OpenedShift {
  readonly shiftId: string;
  readonly shipper: string;
  readonly facility: string;
  readonly state: string;
}

/** One result of a custody report. */
export interface ScanAnswer {
  readonly index: number;
  readonly status: number;
  readonly parcelId?: string;
  readonly state?: string;
  readonly auditEvent?: string;
  readonly problem?: { readonly code: string };
  readonly custodyEvent?: { readonly custodyEventId: string; readonly flags: readonly string[] };
}

let serial = 0;

/** A valid body of `POST /v1/parcels` with a waybill number of its own; an override of undefined leaves a field out. */
export const newParcel = (overrides: Readonly<Record<string, unknown>> = {}) => {
  serial += 1;
  return {
    waybillNumber: `TEST-${String(serial).padStart(6, '0')}`,
    recipient: {
      name: 'Nguyễn Thị Hạnh',
      phone: '0912345678',
      address: { street: 'Số 8, Phố Đội Cấn', communeCode: '00004' },
    },
    sender: {
      name: 'Trần Văn Dũng',
      phone: '+84987654321',
      address: { street: 'Số 21, Phố Kim Mã', communeCode: '00008' },
    },
    goods: { description: 'Áo khoác gió nữ', weightGrams: 450, declaredValueVnd: 390_000 },
    codAmountVnd: 420_000,
    handlingNote: 'Gọi trước khi giao',
    sortCode: 'HN-BD-01',
    ...overrides,
  };
};

/** The answer's JSON where it has the status that the test needs to go on; throws with the problem where it has not. */
const expectedBody = async (answer: Response, status: number): Promise<unknown> => {
  const body: unknown = await answer.json();
  if (answer.status !== status)
    throw new Error(`answered ${answer.status}, not ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** Issues a parcel; throws where it is refused. */
export const issue = async (
  system: Pick<TestSystem, 'as'>,
  overrides: Readonly<Record<string, unknown>> = {},
  by = 'order-system',
): Promise<Issued> => {
  const answer = await system.as(by).post('/v1/parcels', newParcel(overrides));
  return (await expectedBody(answer, 201)) as Issued;
};

/** An item of `POST /v1/labels` for an issued parcel: the recipient of `newParcel`. */
export const labelOf = ({ token, waybillNumber }: Pick<Issued, 'token' | 'waybillNumber'>) => {
  const { name, address } = newParcel().recipient;
  return { token, waybillNumber, recipient: { name, address } };
};

/** Opens a shift for a shipper of HN-BA-DINH; throws where it is refused, because one is open already, say. */
export const openShift = async (
  system: Pick<TestSystem, 'as'>,
  shipper: string,
  { by = 'desk-em', facility = 'HN-BA-DINH' } = {},
): Promise<OpenedShift> =>
  (await expectedBody(await system.as(by).post('/v1/shifts', { shipper, facility }), 201)) as OpenedShift;

/** A case as the API answers it. */
export interface OpenedCase {
  readonly caseId: string;
  readonly parcelId: string;
  readonly kind: string;
  readonly reason: string;
  readonly state: string;
}

/** Opens a case; throws where it is refused. */
export const openCase = async (
  system: Pick<TestSystem, 'as'>,
  asked: Readonly<Record<string, string>>,
  by = 'support-lead-quynh',
): Promise<OpenedCase> =>
  (await expectedBody(await system.as(by).post('/v1/cases', asked), 201)) as OpenedCase;

/** Reports scans and answers the result of each, refused ones too. */
export const scan = async (
  system: Pick<TestSystem, 'as'>,
  by: string,
  events: readonly Readonly<Record<string, unknown>>[],
): Promise<readonly ScanAnswer[]> => {
  const answer = await system.as(by).post('/v1/custody-events', { events });
  const { results } = (await expectedBody(answer, 200)) as { readonly results: readonly ScanAnswer[] };
  return results;
};

const scanned = async (
  system: Pick<TestSystem, 'as'>,
  by: string,
  event: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const [result] = await scan(system, by, [event]);
  if (result?.status !== 200) throw new Error(`the scan was refused: ${result?.problem?.code}`);
};

/** Brings a parcel to a facility, accepted and arrived. */
export const bringTo = async (
  system: Pick<TestSystem, 'as'>,
  { parcelId }: Pick<Issued, 'parcelId'>,
  facility = 'HN-BA-DINH',
  by = 'order-system',
): Promise<void> => {
  const holder = { type: 'facility', id: facility };
  await scanned(system, by, { parcelId, event: 'accepted', holder });
  await scanned(system, by, { parcelId, event: 'arrived', holder });
};

/** Brings a parcel to HN-BA-DINH and out for delivery on a shift: its shipper may now read it. */
export const handTo = async (
  system: Pick<TestSystem, 'as'>,
  parcel: Pick<Issued, 'parcelId'>,
  shiftId: string,
): Promise<void> => {
  await bringTo(system, parcel);
  const holder = { type: 'shift', id: shiftId };
  await scanned(system, 'order-system', { parcelId: parcel.parcelId, event: 'out-for-delivery', holder });
};

/** Issues a parcel and brings it out for delivery on a shift. */
export const issueTo = async (
  system: Pick<TestSystem, 'as'>,
  shiftId: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<Issued> => {
  const parcel = await issue(system, overrides);
  await handTo(system, parcel, shiftId);
  return parcel;
};
