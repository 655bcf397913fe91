import { Duration, Stack, type App } from 'aws-cdk-lib';
import type { Configuration } from '../configuration.ts';
import { functionAlarms } from '../constructs/function-alarms.ts';
import { keyChanges } from '../constructs/key-changes.ts';
import { loggedFindings } from '../constructs/logged-findings.ts';
import {
  endsInFailure,
  leftAlone,
  rootKeyCalls,
  serverErrorShare,
  slowestHundredth,
  unseenSignatures,
} from '../constructs/metrics.ts';
import { onCallTopic } from '../constructs/on-call-topic.ts';
import { operationsDashboard } from '../constructs/operations-dashboard.ts';
import { rootKeyStrangers, signingKeyStrangers } from '../constructs/root-key-strangers.ts';
import { symptomAlarms, type AlarmOptions } from '../constructs/symptom-alarm.ts';
import { SIGNING_KINDS, type RootKeyName } from '../grant.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';
import type { Api } from './api.ts';
import type { Data } from './data.ts';

/** What looks after the rest. */
export interface Watch {
  readonly stack: Stack;
}

/** Within five minutes. Strangers find the gateway's own name now and then; where the secret is wrong, all are refused. */
const REFUSALS_THAT_COUNT = 20;

/** Within an hour, more than its ends explain. */
const SIGNATURES_THAT_COUNT = 3;

/** Within five minutes: a gateway that hangs once in a while is no outage. */
const FAILURES_THAT_COUNT = 3;

/** Alarms on symptoms, the topic that reaches whoever is on call, and a dashboard each of operations and of reported calls. */
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
  const topic = onCallTopic(stack, 'OnCall', { configuration, name: 'on-call' });
  const roots = Object.keys(data.rootKeys) as readonly RootKeyName[];
  for (const name of roots)
    rootKeyStrangers(stack, `${pascal(name)}RootKeyStrangers`, {
      stage,
      name,
      key: data.rootKeys[name],
      topic,
    });

  for (const kind of SIGNING_KINDS)
    for (const { name, key } of data.signingKeys[kind])
      signingKeyStrangers(stack, `${pascal(name)}SigningKeyStrangers`, { stage, name, kind, key, topic });

  for (const name of ['log', 'registry'] as const)
    keyChanges(stack, `${pascal(name)}BucketKeyChanges`, {
      stage,
      key: data.buckets[name].key,
      symptom: `${name}-bucket-key-changed`,
      topic,
    });

  const functions = Object.values(api.functions);
  const reconciler = api.functions['audit-reconciler'];
  const errorShare = serverErrorShare(api.http);
  const slowest = slowestHundredth(api.http);
  const streamAge = reconciler.lambda.metric('IteratorAge', {
    statistic: 'Maximum',
    period: Duration.minutes(5),
  });
  const notFollowed = leftAlone(
    { issued: api.functions['parcel-api'].lambda, moved: api.functions['custody-api'].lambda },
    reconciler.lambda,
  );
  const unworked = api.failures.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' });
  const unswept = endsInFailure(api.sweeps);
  const findings = loggedFindings(stack, { stage, ...api });
  const { faults, unrecorded, runs, leftOver, sendings, disabled, refused, ceilings, searches, unsent } =
    findings;
  const { sequencings, late, unpublished, conflicts, foreign } = findings;
  const { callSweeps, callsLeftOver, openLines, declared, undeclared, spoofed } = findings;
  const { registryRuns, registryLeftOver, registryLate, systemsDiffer, importRuns, exportRuns } = findings;
  const { indexings, behind, foreignEntries, gaps } = findings;
  const unseen = unseenSignatures(
    data.signingKeys.call.map(({ key: signing }) => signing),
    findings.signed,
  );
  const keyCalls = roots.map((name) => ({ name, metric: rootKeyCalls(name, data.rootKeys[name]) }));

  const alarms: readonly AlarmOptions[] = [
    { symptom: 'api-server-errors', metric: errorShare, atLeast: thresholds.serverErrorShare, periods: 2 },
    { symptom: 'api-slow', metric: slowest, atLeast: thresholds.p99Milliseconds, periods: 3 },
    { symptom: 'origin-refused', metric: refused, atLeast: REFUSALS_THAT_COUNT },
    ...functions.flatMap(functionAlarms),
    {
      symptom: 'reconciler-behind',
      metric: streamAge,
      atLeast: Duration.minutes(thresholds.streamAgeMinutes).toMilliseconds(),
    },
    { symptom: 'reconciler-silent', metric: notFollowed, atLeast: 1 },
    { symptom: 'reconciler-failures', metric: unworked, atLeast: 1 },
    { symptom: 'shredder-silent', metric: runs, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'shredder-behind', metric: leftOver, atLeast: 1, periods: 3 },
    { symptom: 'webhooks-silent', metric: sendings, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'webhook-disabled', metric: disabled, atLeast: 1 },
    { symptom: 'calls-silent', metric: callSweeps, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'calls-behind', metric: callsLeftOver, atLeast: 1, periods: 3 },
    { symptom: 'call-lines-open', metric: openLines, atLeast: 1, periods: 3 },
    // A call that was reported and not declared rings nobody: whether a shipper's number was forged cannot be told.
    { symptom: 'call-spoofed', metric: spoofed, atLeast: 1 },
    { symptom: 'registry-due-silent', metric: registryRuns, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'registry-due-behind', metric: registryLeftOver, atLeast: 1, periods: 3 },
    { symptom: 'registry-late', metric: registryLate, atLeast: 1 },
    { symptom: 'systems-differ', metric: systemsDiffer, atLeast: 1 },
    { symptom: 'deadline-missed', metric: findings.deadlinesMissed, atLeast: 1 },
    {
      symptom: 'registry-index-silent',
      metric: findings.registryIndexings,
      atLeast: 1,
      periods: 3,
      whereSilent: true,
    },
    { symptom: 'index-outgrown', metric: findings.indexOutgrown, atLeast: 1 },
    { symptom: 'imports-silent', metric: importRuns, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'exports-silent', metric: exportRuns, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'sweep-failed', metric: unswept, atLeast: 1 },
    { symptom: 'sequencer-silent', metric: sequencings, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'outbox-age', metric: late, atLeast: 1 },
    // A key service that hangs once is no outage: the next run publishes.
    { symptom: 'checkpoint-unpublished', metric: unpublished, atLeast: 1, periods: 2 },
    { symptom: 'log-conflict', metric: conflicts, atLeast: 1 },
    { symptom: 'witness-conflict', metric: findings.witnessed, atLeast: 1 },
    // Asked again each minute until it has cosigned: one that hangs once has been forgotten by then.
    { symptom: 'witness-absent', metric: findings.unwitnessed, atLeast: 1, periods: 3 },
    { symptom: 'foreign-outbox-item', metric: foreign, atLeast: 1 },
    { symptom: 'outbox-event-changed', metric: findings.changed, atLeast: 1 },
    { symptom: 'indexer-silent', metric: indexings, atLeast: 1, periods: 3, whereSilent: true },
    { symptom: 'index-behind', metric: behind, atLeast: 1, periods: 3 },
    { symptom: 'foreign-log-entry', metric: foreignEntries, atLeast: 1 },
    { symptom: 'writer-gap', metric: gaps, atLeast: 1 },
    { symptom: 'faults-logged', metric: faults, atLeast: 1 },
    { symptom: 'change-without-event', metric: unrecorded, atLeast: 1 },
    { symptom: 'escrow-ceiling', metric: ceilings, atLeast: 1 },
    { symptom: 'search-ceiling', metric: searches, atLeast: 1 },
    { symptom: 'notices-failing', metric: unsent, atLeast: FAILURES_THAT_COUNT },
    { symptom: 'calls-signed-unseen', metric: unseen, atLeast: SIGNATURES_THAT_COUNT },
    // Each process of the function says it once a day.
    { symptom: 'renewal-due', metric: findings.renewals, atLeast: 1 },
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
      {
        title: 'Faults and findings',
        metrics: [faults, unrecorded, unworked, refused, ceilings, searches, unsent, disabled],
      },
      {
        title: 'Logs: runs, late events, conflicts',
        metrics: [sequencings, late, unpublished, conflicts, findings.unwitnessed, foreign, findings.changed],
      },
      {
        title: 'Index of the logs: runs, those that left something over, foreign entries, gaps',
        metrics: [indexings, behind, foreignEntries, gaps],
      },
      {
        title: 'Sweeps of calls: runs, left over, lines left open',
        metrics: [callSweeps, callsLeftOver, openLines],
      },
      {
        title:
          'What is due of numbers: runs, left over, late; systems that differ; runs of imports and exports',
        metrics: [registryRuns, registryLeftOver, registryLate, systemsDiffer, importRuns, exportRuns],
      },
      {
        title: 'Shredder runs, root-key calls per hour',
        metrics: [runs, leftOver, ...keyCalls.map(({ metric }) => metric)],
      },
    ],
  });
  operationsDashboard(stack, 'CallsDashboard', {
    name: `${prefixOf(stage)}calls`,
    graphs: [
      { title: 'Reported calls that were declared', metrics: [declared] },
      { title: 'Reported calls of ours that were not declared', metrics: [undeclared] },
      { title: 'Reported calls that showed a forged number of ours', metrics: [spoofed] },
    ],
  });
  return { stack };
};
