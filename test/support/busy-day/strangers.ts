import type { Asking } from './asking.ts';
import type { IssuedParcels } from './issue.ts';
import { STRAY, STRAY_HEADER, STRAY_PATH } from './texts.ts';

/** Addresses that lead nowhere. */
export const askAstray = async ({ call }: Asking, { first }: IssuedParcels): Promise<void> => {
  for (const path of [
    `/v1/parcels/${first.parcelId}`,
    `/v1/parcels/${STRAY_PATH}`,
    `/v1/parcels/${first.parcelId}?${STRAY_PATH}=${STRAY_PATH}`,
    `/v1/${STRAY_PATH}`,
  ])
    await call('support-phuc', 'GET', path);
};

/** Credentials and origins that are none, and signing in with them. */
export const askAsStranger = async ({ origin, call }: Asking): Promise<void> => {
  for (const authorization of [STRAY_HEADER, `Bearer ${STRAY_HEADER}`, `Bearer ${STRAY_HEADER}.a.b`])
    await call('shipper-an', 'GET', '/v1/shifts/current', undefined, { authorization });
  await call('shipper-an', 'GET', '/v1/shifts/current', undefined, {
    origin: `http://${STRAY_HEADER}.example`,
  });
  for (const path of ['token', `auth?client_id=${STRAY_PATH}&login_hint=${STRAY_PATH}`, STRAY_PATH])
    await fetch(`${origin}/oidc/${path}`, {
      ...(path === 'token' && {
        method: 'POST',
        body: new URLSearchParams({ client_id: STRAY, password: STRAY }),
      }),
    });
};
