export { clientSecret, signInPassword } from './credentials.ts';
export { createIssuer, EMBEDDED_PROFILE_ID, type Issuer, type IssuerOptions } from './create-issuer.ts';
export {
  createInstallation,
  loadOrCreateInstallation,
  readInstallation,
  type Installation,
} from './installation.ts';
export { API_AUDIENCE, type IssuerPersona } from './provider-configuration.ts';
export { requestToken, type TokenRequest } from './request-token.ts';
