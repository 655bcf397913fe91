import { Duration, Stack, type App } from 'aws-cdk-lib';
import type { Configuration } from '../configuration.ts';
import { countedLines } from '../constructs/counted-lines.ts';
import { functionAlarms } from '../constructs/function-alarms.ts';
import { rootKeyCalls, serverErrorShare, slowestHundredth } from '../constructs/metrics.ts';
import { onCallTopic } from '../constructs/on-call-topic.ts';
import { operationsDashboard } from '../constructs/operations-dashboard.ts';
import { rootKeyStrangers } from '../constructs/root-key-strangers.ts';
import { symptomAlarms, type AlarmOptions } from '../constructs/symptom-alarm.ts';
import { prefixOf } from '../names.ts';
import type { Api } from './api.ts';
import type { Data } from './data.ts';

/** What looks after the rest. */
export interface Watch {
  readonly stack: Stack;
}

/** Alarms on symptoms, the topic that reaches whoever is on call, and a dashboard. */
export const watchStack = (
  app: App,
  {
    configuration,
    data,
    api,
  }: { readonly configuration: Configuration; readonly data: Data; readonly api: Api },
): Watch => {
  const { stage, account, region, thresholds } = configuration;
  const stack = new Stack(app, 'Watch', {
    stackName: `${prefixOf(stage)}watch`,
    description: `Temkin ${stage}: alarms and dashboard`,
    env: { account, region },
  });
  const topic = onCallTopic(stack, 'OnCall', configuration);
  rootKeyStrangers(stack, 'RootKeyStrangers', { stage, keys: Object.values(data.rootKeys), topic });

  const functions = Object.values(api.functions);
  const shredder = api.functions['parcel-shredder'];
  const reconciler = api.functions['audit-reconciler'];
  const errorShare = serverErrorShare(api.http);
  const slowest = slowestHundredth(api.http);
  const ofShredder = { stage, functions: [shredder], period: Duration.hours(1) };
  const runs = countedLines(stack, {
    ...ofShredder,
    name: 'ShredderRuns',
    field: 'finding',
    value: 'label-keys-shredded',
  });
  const leftOver = countedLines(stack, {
    ...ofShredder,
    name: 'ShredderLeftOver',
    field: 'level',
    value: 'warn',
  });
  const streamAge = reconciler.lambda.metric('IteratorAge', {
    statistic: 'Maximum',
    period: Duration.minutes(5),
  });
  const unworked = api.failures.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' });
  const faults = countedLines(stack, { stage, functions, name: 'Faults', field: 'level', value: 'error' });
  const unrecorded = countedLines(stack, {
    stage,
    functions: [reconciler],
    name: 'ChangesWithoutEvent',
    field: 'finding',
    value: 'change-without-event',
  });
  const ceilings = countedLines(stack, {
    stage,
    functions: [api.functions['parcel-escrow']],
    name: 'EscrowCeilings',
    field: 'finding',
    value: 'escrow-ceiling-reached',
  });
  const keyCalls = Object.entries(data.rootKeys).map(([name, key]) => ({
    name,
    metric: rootKeyCalls(name, key),
  }));

  const alarms: readonly AlarmOptions[] = [
    { symptom: 'api-server-errors', metric: errorShare, atLeast: thresholds.serverErrorShare, periods: 2 },
    { symptom: 'api-slow', metric: slowest, atLeast: thresholds.p99Milliseconds, periods: 3 },
    ...functions.flatMap(functionAlarms),
    {
      symptom: 'reconciler-behind',
      metric: streamAge,
      atLeast: Duration.minutes(thresholds.streamAgeMinutes).toMilliseconds(),
    },
    { symptom: 'reconciler-failures', metric: unworked, atLeast: 1 },
    { symptom: 'shredder-silent', metric: runs, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'shredder-behind', metric: leftOver, atLeast: 1, periods: 3 },
    { symptom: 'faults-logged', metric: faults, atLeast: 1 },
    { symptom: 'change-without-event', metric: unrecorded, atLeast: 1 },
    { symptom: 'escrow-ceiling', metric: ceilings, atLeast: 1 },
    ...keyCalls.map(({ name, metric }): AlarmOptions => ({
      symptom: 'root-key-calls',
      of: name,
      metric,
      atLeast: thresholds.rootKeyCallsPerHour,
    })),
  ];
  const makeAlarm = symptomAlarms(stack, { stage, topic });
  for (const alarm of alarms) makeAlarm(alarm);

  operationsDashboard(stack, 'Dashboard', {
    name: `${prefixOf(stage)}operations`,
    graphs: [
      { title: 'Requests', metrics: [api.http.metricCount(), api.http.metricServerError()] },
      { title: 'Share of 5xx', metrics: [errorShare] },
      { title: 'Latency, p99', metrics: [slowest] },
      { title: 'Errors of functions', metrics: functions.map(({ lambda }) => lambda.metricErrors()) },
      { title: 'Throttled', metrics: functions.map(({ lambda }) => lambda.metricThrottles()) },
      {
        title: 'Duration, p99',
        metrics: functions.map(({ lambda }) => lambda.metricDuration({ statistic: 'p99' })),
      },
      { title: 'Age of changes not yet compared with the log', metrics: [streamAge] },
      { title: 'Faults and findings', metrics: [faults, unrecorded, unworked, ceilings] },
      {
        title: 'Shredder runs, root-key calls per hour',
        metrics: [runs, leftOver, ...keyCalls.map(({ metric }) => metric)],
      },
    ],
  });
  return { stack };
};
