import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';
import { describeSymptom, type Symptom } from '../symptoms.ts';

/** When a symptom is there. */
export interface AlarmOptions {
  readonly symptom: Symptom;
  /** What shows it, where several can: a function's name. */
  readonly of?: string;
  readonly metric: IMetric;
  /** Reached or passed, `periods` times in a row (once where absent). */
  readonly atLeast: number;
  readonly periods?: number;
  /** Silence is the symptom: fewer than `atLeast`, or no word at all. */
  readonly whereSilent?: true;
}

/** Makes alarms that tell whoever is on call what is wrong and where it says what to do, and when it is over. */
export const symptomAlarms =
  (scope: Construct, { stage, topic }: { readonly stage: Stage; readonly topic: ITopic }) =>
  ({ symptom, of, metric, atLeast, periods = 1, whereSilent }: AlarmOptions): Alarm => {
    const name = of === undefined ? symptom : `${symptom}-${of}`;
    const alarm = new Alarm(scope, pascal(name), {
      alarmName: `${prefixOf(stage)}${name}`,
      alarmDescription: describeSymptom(symptom),
      metric,
      threshold: atLeast,
      evaluationPeriods: periods,
      comparisonOperator:
        whereSilent === true
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: whereSilent === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  };
