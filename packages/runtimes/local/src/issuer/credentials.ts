import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Installation } from './installation.ts';

type Secret = Pick<Installation, 'secret'>;

/** One secret of the installation, many uses: each is an HMAC-SHA-256 of its own words. */
const derived = ({ secret }: Secret, use: string, name: string): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(`${use}\0${name}`).digest();

/** The secret of a system's client. */
export const clientSecret = (installation: Secret, client: string): string =>
  derived(installation, 'client', client).toString('base64url');

/** The password with which every persona of a tenant signs in: 80 bits, in groups for typing. */
export const signInPassword = (installation: Secret, tenant: string): string =>
  derived(installation, 'password', tenant)
    .toString('hex', 0, 10)
    .replaceAll(/(.{4})(?=.)/g, '$1-');

/** The key that signs the issuer's cookies. */
export const cookieKey = (installation: Secret): string =>
  derived(installation, 'cookies', '').toString('base64url');

/** Whether a password is the tenant's, in a time that does not depend on where it differs. */
export const isSignInPassword = (installation: Secret, tenant: string, password: string): boolean =>
  timingSafeEqual(
    derived(installation, 'compare', password),
    derived(installation, 'compare', signInPassword(installation, tenant)),
  );
