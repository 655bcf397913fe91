import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

const FIVE_MINUTES = Duration.minutes(5);

/** Fewer requests than this say nothing about all. */
const ENOUGH_REQUESTS = 20;

/** The share of requests answered 5xx, from 0 to 1; 0 where there were too few to tell. */
export const serverErrorShare = (api: HttpApi): IMetric =>
  new MathExpression({
    label: 'share of 5xx',
    expression: `IF(requests >= ${ENOUGH_REQUESTS}, errors / requests, 0)`,
    usingMetrics: { requests: api.metricCount(), errors: api.metricServerError() },
    period: FIVE_MINUTES,
  });

/**
 * The share of requests that CloudFront answered 5xx, as above. Its metrics are in us-east-1, and all name the region
 * `Global` (Amazon CloudFront, "Types of metrics for CloudFront"), which CDK's own leave out.
 */
export const edgeErrorShare = ({ distributionId }: Distribution): IMetric => {
  const metric = (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      statistic,
    });
  return new MathExpression({
    label: 'share of 5xx at the edge',
    expression: `IF(requests >= ${ENOUGH_REQUESTS}, percent / 100, 0)`,
    usingMetrics: { requests: metric('Requests', 'Sum'), percent: metric('5xxErrorRate', 'Average') },
    period: FIVE_MINUTES,
  });
};

/**
 * 1 for an hour in which those of `works` ran and `follows` did not, else 0. A function that does not run has no metric at all, so
 * the age of what waits for it says nothing either.
 */
export const leftAlone = (works: Readonly<Record<string, Function>>, follows: Function): IMetric =>
  new MathExpression({
    label: 'worked on and not compared',
    expression: `IF(${Object.keys(works)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + ')} >= ${ENOUGH_REQUESTS}, IF(FILL(followed, 0) < 1, 1, 0), 0)`,
    usingMetrics: {
      ...Object.fromEntries(Object.entries(works).map(([name, one]) => [name, one.metricInvocations()])),
      followed: follows.metricInvocations(),
    },
    period: Duration.hours(1),
  });

/** Milliseconds within which 99 of 100 requests were answered. */
export const slowestHundredth = (api: HttpApi): IMetric =>
  api.metricLatency({ statistic: 'p99', period: FIVE_MINUTES });

/** From the line that counts a signature to the key that makes it: a few hundredths, and two seconds on a bad day. */
const SECONDS_ON_THE_WAY = 2;

/**
 * Signatures within an hour by keys that sign calls, beyond those that are on record and those that are on their way as the hour turns: counted
 * at the end of one, made at the beginning of the next. 0 where there are none.
 */
export const unseenSignatures = (keys: readonly IKey[], recorded: IMetric): IMetric => {
  const made = Object.fromEntries(
    keys.map((key, i) => [
      `made${i}`,
      new Metric({
        namespace: 'AWS/KMS',
        metricName: 'SuccessfulRequest',
        dimensionsMap: { KeyArn: key.keyArn, Operation: 'Sign' },
        statistic: 'Sum',
      }),
    ]),
  );
  const sum = Object.keys(made)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  const explained = `FILL(recorded, 0) * (1 + ${SECONDS_ON_THE_WAY} / 3600)`;
  return new MathExpression({
    label: 'calls signed and not on record',
    expression: `IF(${sum} > ${explained}, ${sum} - ${explained}, 0)`,
    usingMetrics: { ...made, recorded },
    period: Duration.hours(1),
  });
};

/** Successful calls on a root key within an hour (AWS KMS, "Monitor KMS keys with Amazon CloudWatch"). */
export const rootKeyCalls = (name: string, key: IKey): IMetric => {
  const calls = (operation: string): Metric =>
    new Metric({
      namespace: 'AWS/KMS',
      metricName: 'SuccessfulRequest',
      dimensionsMap: { KeyArn: key.keyArn, Operation: operation },
      statistic: 'Sum',
    });
  // A metric's id has no hyphen.
  const id = name.replaceAll('-', '_');
  return new MathExpression({
    label: `calls on the root key "${name}"`,
    expression: `FILL(${id}Generated, 0) + FILL(${id}Unwrapped, 0)`,
    usingMetrics: {
      [`${id}Generated`]: calls('GenerateDataKey'),
      [`${id}Unwrapped`]: calls('Decrypt'),
    },
    period: Duration.hours(1),
  });
};

/** Executions of a state machine that came to no good end within five minutes. */
export const endsInFailure = (machine: IStateMachine): IMetric =>
  new MathExpression({
    label: 'executions that failed',
    expression: 'FILL(failed, 0) + FILL(late, 0)',
    usingMetrics: { failed: machine.metricFailed(), late: machine.metricTimedOut() },
    period: FIVE_MINUTES,
  });
