import { isLoopbackHost } from '@temkin/kernel';
import { neededOption, UsageError, type Values } from './command.ts';

/** Whether an access token may be sent to an address: over TLS, or to this machine itself. */
export const isTokenAddress = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));

/** The address of the API, as it was given. Throws `UsageError` where the access token would go there in clear. */
export const apiOption = (values: Values): string => {
  const address = neededOption(values, 'api');
  if (!URL.canParse(address)) throw new UsageError('--api is no address');
  if (!isTokenAddress(new URL(address)))
    throw new UsageError(
      '--api is https://, or http:// on this machine: the access token, and what is asked, go nowhere in clear',
    );
  return address;
};
