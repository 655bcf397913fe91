import { randomUUID } from 'node:crypto';
import { agreed } from './approvals.ts';
import type { TestSystem } from './system.ts';

type Asking = Pick<TestSystem, 'as'>;

/** A staff number as the API answers it. */
export interface StaffNumberAnswer {
  readonly staffNumberId: string;
  readonly shipper: string;
  readonly maskedNumber?: string;
  readonly state: string;
  readonly registeredAt: string;
  readonly retiredAt?: string;
}

/** An account as the API answers it. */
export interface AccountAnswer {
  readonly accountId: string;
  readonly bank: string;
  readonly bankBin: string;
  readonly account: string;
  readonly holderName: string;
  readonly state: string;
}

let serial = 0;

/** A mobile number that no test has had. */
export const freshNumber = (): string => `09051${String((serial += 1)).padStart(5, '0')}`;

/** An account that no test has had. */
export const freshAccount = () => ({
  bank: 'Vietcombank',
  account: `0071${String((serial += 1)).padStart(9, '0')}`,
  holderName: 'CONG TY CP BUU CHINH DEMO',
});

/** Asks to register a telephone of a shipper. */
export const askStaffNumber = (
  system: Asking,
  asked: Readonly<Record<string, unknown>>,
  by = 'staff-admin-lan',
  idempotencyKey: string = randomUUID(),
): Promise<Response> =>
  system
    .as(by)
    .post(
      '/v1/staff-numbers',
      { shipper: 'shipper-an', number: freshNumber(), ...asked },
      { 'idempotency-key': idempotencyKey },
    );

/** Registers a telephone; throws where it is refused. */
export const registered = async (
  system: Asking,
  asked: Readonly<Record<string, unknown>> = {},
  by?: string,
): Promise<StaffNumberAnswer> => {
  const answer = await askStaffNumber(system, asked, by);
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as StaffNumberAnswer;
};

/** Asks to add an account. */
export const askAccount = (
  system: Asking,
  asked: Readonly<Record<string, unknown>>,
  by = 'staff-admin-lan',
  idempotencyKey: string = randomUUID(),
): Promise<Response> =>
  system
    .as(by)
    .post('/v1/collection-accounts', { ...freshAccount(), ...asked }, { 'idempotency-key': idempotencyKey });

/** Has two people add an account; throws where it is refused. */
export const added = async (
  system: Asking,
  asked: Readonly<Record<string, unknown>> = {},
  by?: string,
): Promise<AccountAnswer> => {
  const [idempotencyKey, account] = [randomUUID(), { ...freshAccount(), ...asked }];
  const answer = await agreed(system, () => askAccount(system, account, by, idempotencyKey));
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as AccountAnswer;
};

/** What a shipper's badge shows now; throws where it shows nothing. */
export const shownBadge = async (
  system: Asking,
  by = 'shipper-an',
): Promise<{ readonly badge: string; readonly expiresAt: string }> => {
  const answer = await system.as(by).get('/v1/badge');
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { readonly badge: string; readonly expiresAt: string };
};
