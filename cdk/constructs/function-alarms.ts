import { Duration } from 'aws-cdk-lib';
import { FUNCTIONS, type FunctionDescription } from '../functions.ts';
import type { ServiceFunction } from './service-function.ts';
import type { AlarmOptions } from './symptom-alarm.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** The part of its time that a function may need. */
const NEARLY_ALL = 0.8;

/** What can be wrong with any function. */
export const functionAlarms = ({ name, lambda }: ServiceFunction): readonly AlarmOptions[] => {
  const { timeoutSeconds, stopsInTime, errorsThatCount = 1 }: FunctionDescription = FUNCTIONS[name];
  const nearTimeout: AlarmOptions = {
    symptom: 'function-near-timeout',
    of: name,
    metric: lambda.metricDuration({ ...FIVE_MINUTES, statistic: 'Maximum' }),
    atLeast: timeoutSeconds * 1_000 * NEARLY_ALL,
  };
  return [
    {
      symptom: 'function-errors',
      of: name,
      metric: lambda.metricErrors(FIVE_MINUTES),
      atLeast: errorsThatCount,
    },
    { symptom: 'function-throttled', of: name, metric: lambda.metricThrottles(FIVE_MINUTES), atLeast: 1 },
    ...(stopsInTime === true ? [] : [nearTimeout]),
  ];
};
