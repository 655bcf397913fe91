/** A list price: what AWS charges whoever has not agreed on anything else. */
export interface Price {
  /** Of the bill. */
  readonly service: string;
  readonly unit: string;
  readonly usd: number;
  /** Where else it would be another: in the region of the data, at the viewer's edge, or nowhere. */
  readonly differsBy: 'region' | 'edge' | 'nothing';
  /** AWS page that publishes it. */
  readonly page: string;
}

/** Where and when the prices below are from. Whoever deploys elsewhere, or has a contract, replaces them here. */
export const PRICES_FROM = 'us-east-1, list prices on demand as published in 2025, free tiers left out';

const MILLION = 1_000_000;

/** Prices of what each parcel uses. */
export const PRICES = {
  writeUnit: {
    service: 'DynamoDB, writes',
    unit: 'write request unit',
    usd: 0.625 / MILLION,
    differsBy: 'region',
    page: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  readUnit: {
    service: 'DynamoDB, reads',
    unit: 'read request unit',
    usd: 0.125 / MILLION,
    differsBy: 'region',
    page: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  storage: {
    service: 'DynamoDB, storage',
    unit: 'GB-month',
    usd: 0.25,
    differsBy: 'region',
    page: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  recovery: {
    service: 'DynamoDB, point-in-time recovery',
    unit: 'GB-month',
    usd: 0.2,
    differsBy: 'region',
    page: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  functionRun: {
    service: 'Lambda, requests',
    unit: 'request',
    usd: 0.2 / MILLION,
    differsBy: 'region',
    page: 'aws.amazon.com/lambda/pricing',
  },
  functionGigabyteSecond: {
    service: 'Lambda, duration on arm64',
    unit: 'GB-second',
    usd: 13.3334 / MILLION,
    differsBy: 'region',
    page: 'aws.amazon.com/lambda/pricing',
  },
  apiRequest: {
    service: 'API Gateway, HTTP API',
    unit: 'request of up to 512 KB',
    usd: 1 / MILLION,
    differsBy: 'region',
    page: 'aws.amazon.com/api-gateway/pricing',
  },
  edgeRequest: {
    service: 'CloudFront, HTTPS requests',
    unit: 'request',
    usd: 1 / MILLION,
    differsBy: 'edge',
    page: 'aws.amazon.com/cloudfront/pricing',
  },
  edgeFunction: {
    service: 'CloudFront Functions',
    unit: 'run',
    usd: 0.1 / MILLION,
    differsBy: 'nothing',
    page: 'aws.amazon.com/cloudfront/pricing',
  },
  edgeTransfer: {
    service: 'CloudFront, data to viewers',
    unit: 'GB',
    usd: 0.085,
    differsBy: 'edge',
    page: 'aws.amazon.com/cloudfront/pricing',
  },
  firewallRequest: {
    service: 'WAF, requests',
    unit: 'request',
    usd: 0.6 / MILLION,
    differsBy: 'nothing',
    page: 'aws.amazon.com/waf/pricing',
  },
  keyRequest: {
    service: 'KMS, requests',
    unit: 'symmetric request',
    usd: 0.03 / 10_000,
    differsBy: 'region',
    page: 'aws.amazon.com/kms/pricing',
  },
  objectWrite: {
    service: 'S3 Standard, PUT and LIST',
    unit: 'request',
    usd: 0.005 / 1_000,
    differsBy: 'region',
    page: 'aws.amazon.com/s3/pricing',
  },
  objectRead: {
    service: 'S3 Standard, GET',
    unit: 'request',
    usd: 0.0004 / 1_000,
    differsBy: 'region',
    page: 'aws.amazon.com/s3/pricing',
  },
  objectStorage: {
    service: 'S3 Standard, storage',
    unit: 'GB-month',
    usd: 0.023,
    differsBy: 'region',
    page: 'aws.amazon.com/s3/pricing',
  },
  signature: {
    service: 'KMS, signatures',
    unit: 'asymmetric request',
    usd: 0.15 / 10_000,
    differsBy: 'region',
    page: 'aws.amazon.com/kms/pricing',
  },
  log: {
    service: 'CloudWatch Logs, ingestion',
    unit: 'GB',
    usd: 0.5,
    differsBy: 'region',
    page: 'aws.amazon.com/cloudwatch/pricing',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

export const PRICE_NAMES = Object.keys(PRICES) as readonly PriceName[];

/** Prices of what is there whether or not a parcel comes, a month. */
export const MONTHLY_PRICES = {
  key: { what: 'KMS, a customer-managed key; twice and three times as much once it was rotated', usd: 1 },
  webAcl: { what: 'WAF, a web ACL', usd: 5 },
  firewallRule: { what: 'WAF, a rule or managed group', usd: 1 },
  alarm: { what: 'CloudWatch, an alarm on a metric', usd: 0.1 },
  metric: { what: 'CloudWatch, a metric made of log lines', usd: 0.3 },
  dashboard: { what: 'CloudWatch, a dashboard', usd: 3 },
  secret: { what: 'Secrets Manager, a secret', usd: 0.4 },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly usd: number }>>;

export type MonthlyPriceName = keyof typeof MONTHLY_PRICES;

/** Prices of signing in, a month (Cognito, aws.amazon.com/cognito/pricing): by people and systems, not by parcels. */
export const SIGN_IN_PRICES = { systemClient: 6, tokenRequest: 0.002_25, activePerson: 0.02 } as const;

/** An answered call that shows a brand name, in dong: MobiFone's list price. */
export const BRANDED_CALL_VND = 550;
