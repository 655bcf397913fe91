/** What a client of AWS knows about how it signs in; both are looked for only when they are asked for. */
interface Signing {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly credentials: () => Promise<unknown>;
  };
}

const found = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    (value) => value !== undefined && value !== '',
    () => false,
  );

/**
 * Throws where the environment names no region or no credentials of AWS: a request would fail of it too, but be tried
 * again as if the store were silent.
 */
export const refuseWithoutSignature = async ({ config }: Signing): Promise<void> => {
  if (!(await found(config.region())))
    throw new Error('The environment names no region of AWS: set AWS_REGION. Nothing was changed.');
  if (!(await found(config.credentials())))
    throw new Error(
      'The environment has no credentials for AWS: set AWS_PROFILE, or sign in (aws sso login). Nothing was changed.',
    );
};
