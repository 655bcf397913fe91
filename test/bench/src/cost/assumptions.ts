/**
 * What cannot be counted here, since nothing was measured on AWS. Each is a guess on the high side, and a name that the
 * page of costs repeats; whoever has run the system replaces it by what the bill says.
 */
export const ASSUMPTIONS = {
  /** Billed for a request about one parcel: six requests to DynamoDB, most of them one after another, and our own work. */
  requestMilliseconds: 60,
  /** Billed for each parcel of a batch: four transactions of nine parcels at a time. */
  issuedParcelMilliseconds: 5,
  /** Billed for each change that the reconciler looks at, a hundred at a time. */
  reconciledChangeMilliseconds: 2,
  /** Billed for each key that the shredder destroys, thirty at a time. */
  shreddedKeyMilliseconds: 2,
  /** Billed for each parcel that the shredder ends, thirty-two at a time. */
  shreddedParcelMilliseconds: 4,
  /** Billed for each run of the sender of webhooks that finds nothing: seventeen queries, most of them at the same time. */
  idleSenderMilliseconds: 100,
  /** Billed for each run of the sweeper of calls that finds none: seventeen queries or so, most of them at the same time. */
  idleCallSweepMilliseconds: 100,
  /** Billed for a call that is looked at while it is live, and forgotten, one among several at a time. */
  sweptCallMilliseconds: 20,
  /** Changes in one batch of the stream: as many as cdk/constructs/parcel-stream.ts allows. */
  changesPerBatch: 100,
  /**
   * Events in one batch of the log: about as many as come within a second, for which the stream gathers them
   * (cdk/constructs/outbox-stream.ts), on an even day of a million parcels. In its busy hours they are more.
   */
  eventsPerBatch: 100,
  /** Billed for each batch: some ten requests to S3, KMS and DynamoDB one after another. */
  sequencedBatchMilliseconds: 500,
  /** Billed for each event that is indexed: two or three rows, thirty-two written at a time. */
  indexedEventMilliseconds: 1,
  /** What Lambda itself logs of a run in JSON, and API Gateway of a request; functions log nothing of what went well. */
  logBytesPerRun: 900,
  logBytesPerRequest: 250,
  /** Processes that serve a million parcels in a day, and the root key calls of each (docs/benchmarks.md, row 4). */
  warmProcesses: 50,
  keyRequestsPerProcess: 576,
  /** For telecom prices, which are in dong. */
  vndPerUsd: 26_000,
} as const;

/** A million parcels in a day: what the shares of fixed things are reckoned by. */
export const PARCELS = 1_000_000;

/**
 * What a production deployment has (counted in its synthesized template) besides tables and functions, which cost nothing
 * while nothing comes. Alarms are billed by the metrics they look at.
 */
export const DEPLOYED = {
  key: 20,
  webAcl: 1,
  firewallRule: 4,
  alarm: 138,
  metric: 39,
  dashboard: 2,
  secret: 2,
} as const;
