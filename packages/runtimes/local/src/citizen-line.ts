import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { CitizenChannel } from '@temkin/caller-id/domain';
import { httpCitizenChannel, keypadPhoneSimulator } from '@temkin/citizen-channel';
import type { Clock } from '@temkin/kernel';
import type { Configuration } from './configuration.ts';
import { openSecretFile } from './keys/index.ts';
import { noticeLines } from './notice-lines.ts';

/** Lies beside the root key. Whoever has it speaks for the gateway of every company of this machine. */
const SECRET_FILE = 'citizen-gateway.secret';

const SECRET_BYTES = 24;

/**
 * The gateways of texts that the configuration names; where it names none, one for every company that sends nothing: its answers
 * stand among the messages to telephones, and whoever reads its secret can write in the name of every telephone (docs/verified-calls.md).
 */
export const citizenLine = async (
  { citizenGateways, keyFile, noticesFile }: Configuration,
  clock: Clock,
): Promise<CitizenChannel> => {
  if (citizenGateways.size > 0)
    return httpCitizenChannel({ gatewayOf: (tenant) => citizenGateways.get(tenant), clock });
  const secret = await openSecretFile(join(dirname(keyFile), SECRET_FILE), () =>
    randomBytes(SECRET_BYTES).toString('hex'),
  );
  return keypadPhoneSimulator({ clock, secret, keep: noticeLines(noticesFile, clock) });
};
