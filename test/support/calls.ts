import { issueTo, openShift, type Issued } from './parcels.ts';
import type { TestSystem } from './system.ts';

/** A call as declaring answers it; see `DeclaredCall` in the OpenAPI document. */
export interface Declared {
  readonly intentId: string;
  readonly state: string;
  readonly mode: string;
  readonly dial?: string;
  readonly spokenCode: string;
  readonly script: { readonly vi: string; readonly en: string };
  readonly expiresAt: string;
}

type Asking = Pick<TestSystem, 'as'>;

/** Asks to declare a call. */
export const askCall = (
  system: Asking,
  asked: Readonly<Record<string, unknown>>,
  { by = 'shipper-an', key }: { readonly by?: string; readonly key?: string } = {},
): Promise<Response> =>
  system.as(by).post('/v1/call-intents', asked, key === undefined ? {} : { 'idempotency-key': key });

/** Declares a call; throws where it is refused. */
export const declare = async (
  system: Asking,
  { waybillNumber }: Pick<Issued, 'waybillNumber'>,
  more: Readonly<Record<string, unknown>> = {},
  by = 'shipper-an',
): Promise<Declared> => {
  const answer = await askCall(system, { waybillNumber, ...more }, { by });
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Declared;
};

/** Cancels a call; throws where it is refused. */
export const cancel = async (system: Asking, intentId: string, by = 'shipper-an'): Promise<void> => {
  const answer = await system.as(by).post(`/v1/call-intents/${intentId}/cancel`);
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
};

/** The shift of a shipper of HN-BA-DINH, opened where there is none. */
export const shiftOf = async (system: Asking, shipper = 'shipper-an'): Promise<string> => {
  const current = await system.as(shipper).get('/v1/shifts/current');
  if (current.ok) return ((await current.json()) as { readonly shiftId: string }).shiftId;
  return (await openShift(system, shipper)).shiftId;
};

/** A parcel that a shipper has on the road. */
export const onTheRoad = async (
  system: Asking,
  overrides: Readonly<Record<string, unknown>> = {},
  shipper = 'shipper-an',
): Promise<Issued> => issueTo(system, await shiftOf(system, shipper), overrides);
