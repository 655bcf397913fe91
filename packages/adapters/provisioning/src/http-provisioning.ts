import { rfc3339 } from '@temkin/kernel';
import type { Provisioning, ProvisioningVerdict } from '@temkin/subscriber/domain';
import * as z from 'zod';
import { askSystem } from './ask-system.ts';
import { boundedJson } from './bounded-json.ts';
import type { SystemAccount } from './system-accounts.ts';

export interface HttpProvisioningOptions {
  /** The account of a company with its network; undefined where it has none that takes orders. */
  readonly accountOf: (tenant: string) => SystemAccount | undefined;
  /** How long one answer may take. */
  readonly timeoutMilliseconds?: number;
}

/** Short enough to be kept beside the number. */
const acknowledged = z.object({ acknowledgement: z.string().regex(/^[\w.~:-]{1,128}$/) });

/** Digits at the end of a number by which it is known, however its beginning is written. */
const KNOWN_BY_DIGITS = 8;

/**
 * Orders to a network by `PUT {url}/subscriptions/{id}` with `{ "msisdn", "state", "version", "heldSince" }`: the whole of what it is to
 * make of the number, so that it may be put again. Of one subscription the higher version counts, and of two subscriptions of a number
 * the one that has it since later: the other's orders change nothing of how the number is served. Success acknowledges, with `{ "acknowledgement" }` or without; one
 * that quotes the number is acknowledged and not kept.
 */
export const httpProvisioning = ({
  accountOf,
  timeoutMilliseconds,
}: HttpProvisioningOptions): Provisioning => ({
  put: async (
    { tenant, subscriptionId, version, heldSince, phone, state },
    signal,
  ): Promise<ProvisioningVerdict> => {
    signal.throwIfAborted();
    const account = accountOf(tenant);
    if (account === undefined) return { outcome: 'unsupported' };
    const path = `subscriptions/${encodeURIComponent(subscriptionId)}`;
    const body = { msisdn: phone, state, version, heldSince: rfc3339(heldSince) };
    const answer = await askSystem(account, { method: 'PUT', path, body }, signal, timeoutMilliseconds);
    const { acknowledgement = '' } = (await boundedJson(answer, acknowledged)) ?? {};
    const isKept =
      acknowledgement !== '' && !acknowledgement.replace(/\D/g, '').includes(phone.slice(-KNOWN_BY_DIGITS));
    return { outcome: 'acknowledged', ...(isKept && { acknowledgement }) };
  },
});
