import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { pascal } from '../pascal.ts';
import type { ServiceFunction } from './service-function.ts';

/** The structured log lines of some functions in which a field has a value, all together. */
export const countedLines = (
  scope: Construct,
  {
    stage,
    functions,
    name,
    field,
    value,
    period = Duration.minutes(5),
  }: {
    readonly stage: Stage;
    readonly functions: readonly ServiceFunction[];
    /** Of the metric. */
    readonly name: string;
    readonly field: string;
    readonly value: string;
    /** Five minutes where absent. */
    readonly period?: Duration;
  },
): IMetric => {
  const [filter] = functions.map(
    ({ name: of, logGroup }) =>
      new MetricFilter(scope, `${name}Of${pascal(of)}`, {
        logGroup,
        filterPattern: FilterPattern.stringValue(`$.${field}`, '=', value),
        metricNamespace: `Temkin/${stage}`,
        metricName: name,
      }),
  );
  if (filter === undefined) throw new Error(`no function whose lines ${name} could count`);
  return filter.metric({ statistic: 'Sum', period });
};
