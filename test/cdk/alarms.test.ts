import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readConfiguration, STAGES, type Stage } from '../../cdk/configuration.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

type Properties = Readonly<Record<string, unknown>>;

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
const UNSEEN =
  'IF(FILL(made0, 0) > FILL(recorded, 0) * (1 + 2 / 3600), FILL(made0, 0) - FILL(recorded, 0) * (1 + 2 / 3600), 0)';

/** Every alarm of a stage: written down here a second time, and not derived from how it is made. */
const expectedOf = (stage: Stage): Readonly<Record<string, Properties>> => {
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

describe.each(STAGES)('the alarms of %s', (stage) => {
  const templates = templatesOf(stage);
  const prefix = `temkin-${stage}-`;
  const alarms = new Map(
    (['Watch', 'EdgeWatch'] as const).flatMap((stack) =>
      Object.values(resourcesOf(templates, stack, 'AWS::CloudWatch::Alarm')).map(
        ({ Properties: { AlarmName, AlarmActions, OKActions, AlarmDescription, ...watched } }) => [
          String(AlarmName).replace(prefix, ''),
          { watched, told: { stack, AlarmActions, OKActions, AlarmDescription } },
        ],
      ),
    ),
  );
  const expected = expectedOf(stage);

  it('are these and no others', () => {
    expect([...alarms.keys()].toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.keys(expected))('watch what shows %s, and call at the configured threshold', (name) => {
    expect(alarms.get(name)?.watched).toEqual(expected[name]);
  });

  it.each([...alarms.keys()])('tell of %s by the topic of their own region, when it is over too', (name) => {
    const { stack, AlarmActions, OKActions, AlarmDescription } = alarms.get(name)?.told ?? {};
    const topic =
      stack === 'EdgeWatch'
        ? `arn:aws:sns:us-east-1:111122223333:${prefix}edge-on-call`
        : `arn:aws:sns:ap-southeast-1:111122223333:${prefix}on-call`;
    expect(AlarmActions).toEqual([topic]);
    expect(OKActions).toEqual([topic]);
    const symptom = /docs\/operations\.md#([a-z-]+)$/.exec(String(AlarmDescription))?.[1] ?? '';
    expect(name === symptom || name.startsWith(`${symptom}-`), `${name} ${symptom}`).toBe(true);
  });

  it('count the lines that say so, by our own field, in the logs of those who write them', () => {
    const filters = Object.values(resourcesOf(templates, 'Watch', 'AWS::Logs::MetricFilter')).map(
      ({ Properties: { FilterPattern, LogGroupName, MetricTransformations } }) => {
        const [{ MetricName, MetricNamespace, MetricValue } = {}] =
          MetricTransformations as readonly Properties[];
        expect(MetricNamespace).toBe(`Temkin/${stage}`);
        expect(MetricValue).toBe('1');
        return [MetricName, LogGroupName, FilterPattern].join(' ');
      },
    );
    const faultsOf = (name: string) => `Faults /temkin/${stage}/${name} { $.finding = "fault" }`;
    expect(filters.toSorted()).toEqual(
      [
        ...[
          'parcel-api',
          'custody-api',
          'parcel-escrow',
          'recipient-api',
          'caller-check-api',
          'subject-api',
          'privacy-api',
          'label-api',
          'access-api',
          'audit-api',
          'stir-api',
          'caller-id-api',
          'subscriber-rights-api',
          'subscriber-api',
          'subscriber-images-api',
          'subscriber-verification-api',
          'registry-api',
          'webhook-api',
          'webhook-sender',
          'call-sweeper',
          'subscriber-due',
          'subscriber-indexer',
          'subscriber-import',
          'subscriber-export',
          'subscriber-sweep',
          'parcel-shredder',
          'audit-reconciler',
          'audit-sequencer',
          'audit-indexer',
          'access-token',
        ].map(faultsOf),
        `ChangesWithoutEvent /temkin/${stage}/audit-reconciler { $.finding = "change-without-event" }`,
        `ShredderRuns /temkin/${stage}/parcel-shredder { $.finding = "due-worked-off" }`,
        `ShredderLeftOver /temkin/${stage}/parcel-shredder { $.leftOver IS TRUE }`,
        `WebhookRuns /temkin/${stage}/webhook-sender { $.finding = "webhooks-sent" }`,
        `WebhooksDisabled /temkin/${stage}/webhook-sender { $.finding = "webhook-disabled" }`,
        `CallSweeps /temkin/${stage}/call-sweeper { $.finding = "calls-swept" }`,
        `CallsLeftOver /temkin/${stage}/call-sweeper { $.leftOver IS TRUE }`,
        `CallLinesOpen /temkin/${stage}/call-sweeper { $.finding = "call-lines-open" }`,
        `CallsDeclared /temkin/${stage}/call-sweeper { $.finding = "call-declared" }`,
        `CallsUndeclared /temkin/${stage}/call-sweeper { $.finding = "call-undeclared" }`,
        `CallsSpoofed /temkin/${stage}/call-sweeper { $.finding = "call-spoofed" }`,
        `RegistryRuns /temkin/${stage}/subscriber-due { $.finding = "registry-due-worked-off" }`,
        `RegistryLeftOver /temkin/${stage}/subscriber-due { $.leftOver IS TRUE }`,
        `RegistryLate /temkin/${stage}/subscriber-due { $.finding = "registry-late" }`,
        `RegistryIndexerRuns /temkin/${stage}/subscriber-indexer { $.finding = "registry-indexed" }`,
        `IndexOutgrown /temkin/${stage}/subscriber-indexer { $.finding = "index-outgrown" }`,
        `SystemsDiffer /temkin/${stage}/subscriber-due { $.finding = "systems-differ" }`,
        `DeadlinesMissed /temkin/${stage}/subscriber-due { $.finding = "deadline-missed" }`,
        `ImportRuns /temkin/${stage}/subscriber-import { $.finding = "imports-worked-off" }`,
        `ExportRuns /temkin/${stage}/subscriber-export { $.finding = "exports-worked-off" }`,
        `SequencerRuns /temkin/${stage}/audit-sequencer { $.finding = "logs-sequenced" }`,
        `EventsLate /temkin/${stage}/audit-sequencer { $.finding = "outbox-age" }`,
        `CheckpointsUnpublished /temkin/${stage}/audit-sequencer { $.finding = "checkpoint-unpublished" }`,
        `LogConflicts /temkin/${stage}/audit-sequencer { $.finding = "log-conflict" }`,
        `WitnessConflicts /temkin/${stage}/audit-sequencer { $.finding = "witness-conflict" }`,
        `WitnessesAbsent /temkin/${stage}/audit-sequencer { $.finding = "witness-absent" }`,
        `ForeignOutboxItems /temkin/${stage}/audit-sequencer { $.finding = "foreign-outbox-item" }`,
        `OutboxEventsChanged /temkin/${stage}/audit-sequencer { $.finding = "outbox-event-changed" }`,
        `IndexerRuns /temkin/${stage}/audit-indexer { $.finding = "logs-indexed" }`,
        `IndexerBehind /temkin/${stage}/audit-indexer { $.behind IS TRUE }`,
        `ForeignLogEntries /temkin/${stage}/audit-indexer { $.finding = "foreign-log-entry" }`,
        `WriterGaps /temkin/${stage}/audit-indexer { $.finding = "writer-gap" }`,
        `OriginRefused /temkin/${stage}/access { $.status = "421" }`,
        `EscrowCeilings /temkin/${stage}/parcel-escrow { $.finding = "escrow-ceiling-reached" }`,
        `SearchCeilings /temkin/${stage}/subject-api { $.finding = "search-ceiling-reached" }`,
        `SearchCeilings /temkin/${stage}/subscriber-api { $.finding = "search-ceiling-reached" }`,
        `CallsSigned /temkin/${stage}/stir-api { $.finding = "call-signed" }`,
        `RenewalsDue /temkin/${stage}/stir-api { $.finding = "renewal-due" }`,
        ...['recipient-api', 'caller-check-api', 'subscriber-rights-api', 'subscriber-verification-api'].map(
          (name) => `NoticesFailed /temkin/${stage}/${name} { $.finding = "notice-failed" }`,
        ),
      ].toSorted(),
    );
  });
});

/** What CloudWatch makes of an hour. */
const unseen = (made0: number, recorded: number): number =>
  Number(
    runInNewContext(UNSEEN, {
      IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
      FILL: (value: number) => value,
      made0,
      recorded,
    }),
  );

const rings = (made: number, recorded: number): boolean => unseen(made, recorded) >= 3;

describe('signatures that nobody has on record', () => {
  it('ring from three in an hour on, where few calls are signed or none', () => {
    expect([rings(2, 0), rings(3, 0), rings(102, 100), rings(104, 100)]).toEqual([false, true, false, true]);
  });

  it('do not ring for what two seconds hold at thirty a second, which is on its way as the hour turns, and do for more', () => {
    const hour = 30 * 3_600;
    expect(rings(hour + 60, hour)).toBe(false);
    expect(rings(hour + 64, hour)).toBe(true);
  });

  it('do not ring where fewer were made than are on record', () => {
    expect(unseen(0, 30)).toBe(0);
  });
});
