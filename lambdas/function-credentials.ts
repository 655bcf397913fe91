import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of the SDK's chain of credential providers in every bundle (scripts/bundle.mjs): Lambda hands a
 * function its role's credentials in the environment, and the chain would bring clients of SSO, STS and sign-in along.
 */
export const defaultProvider = fromEnv;
