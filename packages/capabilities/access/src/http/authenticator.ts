import type { Authenticator } from '@temkin/http';
import { authenticateCaller, type AuthenticationDependencies } from '../usecases/authenticate-caller.ts';

/** The pipeline's authenticator; see `authenticateCaller`. */
export const authenticator = (dependencies: AuthenticationDependencies): Authenticator => ({
  authenticate: authenticateCaller(dependencies),
});
