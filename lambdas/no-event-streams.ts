/**
 * Takes the place of what the SDK reads and writes event streams with, in every bundle (scripts/bundle.mjs): no operation
 * that a function asks of DynamoDB, KMS or S3 has one, and it would be 15 kB more to load at each cold start.
 */
export const eventStreamSerdeProvider = (): never => {
  throw new Error('no function reads or writes event streams');
};

/** Leaves a client's configuration as it is. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
