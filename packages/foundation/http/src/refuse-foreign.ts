import { Refusal } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';

const hostOf = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
};

/**
 * Refuses what another origin's page sends, and what was meant for another host. There is no CORS: the surfaces share
 * the API's origin (Fetch metadata: `Sec-Fetch-Site` is `same-origin`, or `none` for the user's own doing; other
 * clients send neither header). Hosts are compared, not schemes: TLS ends at the proxy.
 *
 * @param allowedHosts `host` or `host:port`, lower case; any host where absent. A list protects from DNS rebinding.
 */
export const refuseForeign = (request: Request, allowedHosts?: readonly string[]): void => {
  const { headers } = request;
  const host = (headers.get('host') ?? new URL(request.url).host).toLowerCase();
  if (allowedHosts !== undefined && !allowedHosts.includes(host)) {
    throw new Refusal<GeneralCode>('REQUEST.HOST_NOT_ALLOWED');
  }
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site') ?? 'none';
  const foreign = origin !== null && hostOf(origin) !== host;
  if (foreign || (site !== 'none' && site !== 'same-origin')) {
    throw new Refusal<GeneralCode>('REQUEST.ORIGIN_NOT_ALLOWED');
  }
};
