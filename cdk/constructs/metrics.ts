import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';

const FIVE_MINUTES = Duration.minutes(5);

/** Fewer requests than this say nothing about a share. */
const ENOUGH_REQUESTS = 20;

/** The share of requests answered 5xx, from 0 to 1; 0 where there were too few to tell. */
export const serverErrorShare = (api: HttpApi): IMetric =>
  new MathExpression({
    label: 'share of 5xx',
    expression: `IF(requests >= ${ENOUGH_REQUESTS}, errors / requests, 0)`,
    usingMetrics: { requests: api.metricCount(), errors: api.metricServerError() },
    period: FIVE_MINUTES,
  });

/** Milliseconds within which 99 of 100 requests were answered. */
export const slowestHundredth = (api: HttpApi): IMetric =>
  api.metricLatency({ statistic: 'p99', period: FIVE_MINUTES });

/** Successful calls on a root key within an hour (AWS KMS, "Monitor KMS keys with Amazon CloudWatch"). */
export const rootKeyCalls = (name: string, key: IKey): IMetric => {
  const calls = (operation: string): Metric =>
    new Metric({
      namespace: 'AWS/KMS',
      metricName: 'SuccessfulRequest',
      dimensionsMap: { KeyArn: key.keyArn, Operation: operation },
      statistic: 'Sum',
    });
  return new MathExpression({
    label: `calls on the root key "${name}"`,
    expression: `FILL(${name}Generated, 0) + FILL(${name}Unwrapped, 0)`,
    usingMetrics: {
      [`${name}Generated`]: calls('GenerateDataKey'),
      [`${name}Unwrapped`]: calls('Decrypt'),
    },
    period: Duration.hours(1),
  });
};
