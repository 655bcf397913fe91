import { expect } from 'vitest';
import { readConfiguration, type Stage } from '../../cdk/configuration.ts';

export type Properties = Readonly<Record<string, unknown>>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const named = (dimensions: Properties) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** A metric of an alarm on one, over five minutes. */
const metric = (namespace: string, name: string, dimensions: Properties, statistic: string): Properties => ({
  Namespace: namespace,
  MetricName: name,
  ...(Object.keys(dimensions).length > 0 && { Dimensions: named(dimensions) }),
  ...(statistic.startsWith('p') ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
  Period: 5 * MINUTE,
});

/** What an alarm on several metrics watches. */
const math = (
  label: string,
  expression: string,
  period: number,
  metrics: Readonly<Record<string, Properties>>,
): Properties => ({
  Metrics: [
    { Expression: expression, Id: 'expr_1', Label: label, ReturnData: true },
    ...Object.entries(metrics).map(([Id, { Namespace, MetricName, Dimensions, Statistic }]) => ({
      Id,
      MetricStat: { Metric: { Dimensions, MetricName, Namespace }, Period: period, Stat: Statistic },
      ReturnData: false,
    })),
  ],
});

/** Reached or passed, so many times in a row; no data is no symptom. */
const atLeast = (threshold: number, times = 1): Properties => ({
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: threshold,
  EvaluationPeriods: times,
  TreatMissingData: 'notBreaching',
});

const NEAR_TIMEOUT_MILLISECONDS: Readonly<Record<string, number>> = {
  'parcel-api': 22_400,
  'custody-api': 22_400,
  'parcel-escrow': 22_400,
  'recipient-api': 22_400,
  'caller-check-api': 22_400,
  'subject-api': 22_400,
  'privacy-api': 22_400,
  'label-api': 22_400,
  'access-api': 22_400,
  'audit-api': 22_400,
  'webhook-api': 22_400,
  'stir-api': 22_400,
  'caller-id-api': 22_400,
  'subscriber-rights-api': 22_400,
  'subscriber-api': 22_400,
  'subscriber-images-api': 22_400,
  'subscriber-verification-api': 22_400,
  'registry-api': 22_400,
  'audit-reconciler': 48_000,
  'access-token': 4_000,
};

/** Signatures beyond those on record, and beyond those that two seconds of such an hour hold. */
export const UNSEEN =
  'IF(FILL(made0, 0) > FILL(recorded, 0) * (1 + 2 / 3600), FILL(made0, 0) - FILL(recorded, 0) * (1 + 2 / 3600), 0)';

/** Every alarm of a stage: written down here a second time, and not derived from how it is made. */
export const expectedAlarms = (stage: Stage): Readonly<Record<string, Properties>> => {
  const { thresholds } = readConfiguration(stage);
  const ofFunction = (name: string, of: string, statistic: string) =>
    metric('AWS/Lambda', name, { FunctionName: `temkin-${stage}-${of}` }, statistic);
  const ofSweeps = (name: string) =>
    metric(
      'AWS/States',
      name,
      { StateMachineArn: expect.stringContaining('RegistrySweep') as string },
      'Sum',
    );
  const ofApi = (name: string, statistic: string) =>
    metric('AWS/ApiGateway', name, { ApiId: expect.stringMatching(/^Http[0-9A-F]{8}$/) }, statistic);
  const ofEdge = (name: string, statistic: string) =>
    metric(
      'AWS/CloudFront',
      name,
      { DistributionId: expect.stringContaining('RefDistribution'), Region: 'Global' },
      statistic,
    );
  const ofRootKey = (key: string, operation: string) =>
    metric(
      'AWS/KMS',
      'SuccessfulRequest',
      { KeyArn: expect.stringContaining(`:key/${key}RootKey`), Operation: operation },
      'Sum',
    );
  const ofLog = (name: string) => metric(`Temkin/${stage}`, name, {}, 'Sum');
  const functions = [
    ...Object.keys(NEAR_TIMEOUT_MILLISECONDS),
    'parcel-shredder',
    'webhook-sender',
    'call-sweeper',
    'subscriber-due',
    'subscriber-indexer',
    'subscriber-import',
    'subscriber-export',
    'subscriber-sweep',
    'audit-sequencer',
    'audit-indexer',
  ];
  const errorsThatCount: Readonly<Record<string, number>> = { 'access-token': 50, 'subscriber-sweep': 5 };
  return {
    'api-server-errors': {
      ...math('share of 5xx', 'IF(requests >= 20, errors / requests, 0)', 5 * MINUTE, {
        requests: ofApi('Count', 'SampleCount'),
        errors: ofApi('5xx', 'Sum'),
      }),
      ...atLeast(thresholds.serverErrorShare, 2),
    },
    'edge-errors': {
      ...math('share of 5xx at the edge', 'IF(requests >= 20, percent / 100, 0)', 5 * MINUTE, {
        requests: ofEdge('Requests', 'Sum'),
        percent: ofEdge('5xxErrorRate', 'Average'),
      }),
      ...atLeast(thresholds.serverErrorShare, 2),
    },
    'origin-refused': { ...ofLog('OriginRefused'), ...atLeast(20) },
    'api-slow': { ...ofApi('Latency', 'p99'), ...atLeast(thresholds.p99Milliseconds, 3) },
    ...Object.fromEntries(
      functions.flatMap((name) => [
        [
          `function-errors-${name}`,
          { ...ofFunction('Errors', name, 'Sum'), ...atLeast(errorsThatCount[name] ?? 1) },
        ],
        [`function-throttled-${name}`, { ...ofFunction('Throttles', name, 'Sum'), ...atLeast(1) }],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(NEAR_TIMEOUT_MILLISECONDS).map(([name, milliseconds]) => [
        `function-near-timeout-${name}`,
        { ...ofFunction('Duration', name, 'Maximum'), ...atLeast(milliseconds) },
      ]),
    ),
    'reconciler-behind': {
      ...ofFunction('IteratorAge', 'audit-reconciler', 'Maximum'),
      ...atLeast(thresholds.streamAgeMinutes * 60_000),
    },
    'reconciler-silent': {
      ...math(
        'worked on and not compared',
        'IF(FILL(issued, 0) + FILL(moved, 0) >= 20, IF(FILL(followed, 0) < 1, 1, 0), 0)',
        HOUR,
        {
          issued: ofFunction('Invocations', 'parcel-api', 'Sum'),
          moved: ofFunction('Invocations', 'custody-api', 'Sum'),
          followed: ofFunction('Invocations', 'audit-reconciler', 'Sum'),
        },
      ),
      ...atLeast(1),
    },
    'reconciler-failures': {
      ...metric(
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: `temkin-${stage}-reconciler-failures` },
        'Maximum',
      ),
      ...atLeast(1),
    },
    'shredder-silent': {
      ...ofLog('ShredderRuns'),
      Period: HOUR,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'shredder-behind': { ...ofLog('ShredderLeftOver'), Period: HOUR, ...atLeast(1, 3) },
    'webhooks-silent': {
      ...ofLog('WebhookRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'calls-silent': {
      ...ofLog('CallSweeps'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'calls-behind': { ...ofLog('CallsLeftOver'), ...atLeast(1, 3) },
    'call-lines-open': { ...ofLog('CallLinesOpen'), ...atLeast(1, 3) },
    'call-spoofed': { ...ofLog('CallsSpoofed'), ...atLeast(1) },
    'registry-due-silent': {
      ...ofLog('RegistryRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'registry-due-behind': { ...ofLog('RegistryLeftOver'), ...atLeast(1, 3) },
    'registry-late': { ...ofLog('RegistryLate'), ...atLeast(1) },
    'systems-differ': { ...ofLog('SystemsDiffer'), ...atLeast(1) },
    'deadline-missed': { ...ofLog('DeadlinesMissed'), ...atLeast(1) },
    'registry-index-silent': {
      ...ofLog('RegistryIndexerRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'index-outgrown': { ...ofLog('IndexOutgrown'), ...atLeast(1) },
    'imports-silent': {
      ...ofLog('ImportRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'exports-silent': {
      ...ofLog('ExportRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'sweep-failed': {
      ...math('executions that failed', 'FILL(failed, 0) + FILL(late, 0)', 5 * MINUTE, {
        failed: ofSweeps('ExecutionsFailed'),
        late: ofSweeps('ExecutionsTimedOut'),
      }),
      ...atLeast(1),
    },
    'sequencer-silent': {
      ...ofLog('SequencerRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'outbox-age': { ...ofLog('EventsLate'), ...atLeast(1) },
    'checkpoint-unpublished': { ...ofLog('CheckpointsUnpublished'), ...atLeast(1, 2) },
    'log-conflict': { ...ofLog('LogConflicts'), ...atLeast(1) },
    'witness-conflict': { ...ofLog('WitnessConflicts'), ...atLeast(1) },
    'witness-absent': { ...ofLog('WitnessesAbsent'), ...atLeast(1, 3) },
    'foreign-outbox-item': { ...ofLog('ForeignOutboxItems'), ...atLeast(1) },
    'outbox-event-changed': { ...ofLog('OutboxEventsChanged'), ...atLeast(1) },
    'indexer-silent': {
      ...ofLog('IndexerRuns'),
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    },
    'index-behind': { ...ofLog('IndexerBehind'), ...atLeast(1, 3) },
    'foreign-log-entry': { ...ofLog('ForeignLogEntries'), ...atLeast(1) },
    'writer-gap': { ...ofLog('WriterGaps'), ...atLeast(1) },
    'webhook-disabled': { ...ofLog('WebhooksDisabled'), ...atLeast(1) },
    'faults-logged': { ...ofLog('Faults'), ...atLeast(1) },
    'change-without-event': { ...ofLog('ChangesWithoutEvent'), ...atLeast(1) },
    'escrow-ceiling': { ...ofLog('EscrowCeilings'), ...atLeast(1) },
    'search-ceiling': { ...ofLog('SearchCeilings'), ...atLeast(1) },
    'notices-failing': { ...ofLog('NoticesFailed'), ...atLeast(3) },
    'calls-signed-unseen': {
      ...math('calls signed and not on record', UNSEEN, HOUR, {
        made0: metric(
          'AWS/KMS',
          'SuccessfulRequest',
          { KeyArn: expect.stringContaining(':key/CallSigningKey'), Operation: 'Sign' },
          'Sum',
        ),
        recorded: ofLog('CallsSigned'),
      }),
      ...atLeast(3),
    },
    'renewal-due': { ...ofLog('RenewalsDue'), Period: 24 * HOUR, ...atLeast(1) },
    ...Object.fromEntries(
      (
        [
          ['main', 'main', 'Main'],
          ['escrow', 'escrow', 'Escrow'],
          ['registry', 'registry', 'Registry'],
          ['registry-index', 'registry_index', 'RegistryIndex'],
        ] as const
      ).map(([name, id, key]) => [
        `root-key-calls-${name}`,
        {
          ...math(
            `calls on the root key "${name}"`,
            `FILL(${id}Generated, 0) + FILL(${id}Unwrapped, 0)`,
            HOUR,
            {
              [`${id}Generated`]: ofRootKey(key, 'GenerateDataKey'),
              [`${id}Unwrapped`]: ofRootKey(key, 'Decrypt'),
            },
          ),
          ...atLeast(thresholds.rootKeyCallsPerHour),
        },
      ]),
    ),
  };
};
