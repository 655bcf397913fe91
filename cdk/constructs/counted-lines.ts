import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricFilter, type IFilterPattern, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { pascal } from '../pascal.ts';

/** The lines of some logs that a pattern fits, all together. */
export const countedLines = (
  scope: Construct,
  {
    stage,
    logs,
    name,
    pattern,
    period = Duration.minutes(5),
  }: {
    readonly stage: Stage;
    /** By the name of what writes them. */
    readonly logs: readonly { readonly name: string; readonly logGroup: LogGroup }[];
    /** Of the metric. */
    readonly name: string;
    readonly pattern: IFilterPattern;
    /** Five minutes where absent. */
    readonly period?: Duration;
  },
): IMetric => {
  const [filter] = logs.map(
    ({ name: of, logGroup }) =>
      new MetricFilter(scope, `${name}Of${pascal(of)}`, {
        logGroup,
        filterPattern: pattern,
        metricNamespace: `Temkin/${stage}`,
        metricName: name,
      }),
  );
  if (filter === undefined) throw new Error(`no log whose lines ${name} could count`);
  return filter.metric({ statistic: 'Sum', period });
};
