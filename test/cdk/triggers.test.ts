import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import type { FunctionName } from '../../cdk/functions.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf, type Resource } from './synthesized.ts';

describe.each(STAGES)('what calls the functions of %s besides the API', (stage) => {
  const templates = templatesOf(stage);
  const of = (type: string) => resourcesOf(templates, 'Api', type);
  const mappingTo = (name: FunctionName): Resource => {
    const mappings = Object.values(of('AWS::Lambda::EventSourceMapping'));
    const found = mappings.find(({ Properties }) => Properties.FunctionName === `temkin-${stage}-${name}`);
    if (found === undefined) throw new Error(`nothing leads to ${name}`);
    return found;
  };

  it('has three streams: of parcels, of events that wait, and of the heads of logs', () => {
    expect(Object.keys(of('AWS::Lambda::EventSourceMapping'))).toHaveLength(3);
  });

  it('rings for the sequencer where an event is put into the outbox or changed there, and where none is removed', () => {
    const { Properties } = mappingTo('audit-sequencer');
    expect(Properties).toMatchObject({
      EventSourceArn: expect.stringContaining(`table/temkin-${stage}-outbox/stream/`),
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT', 'MODIFY'] }) }] },
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 1,
      MaximumRecordAgeInSeconds: 86_400,
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 1,
    });
    // A ring is tried again until it is noted.
    expect(Properties.MaximumRetryAttempts).toBeUndefined();
  });

  it('rings for the indexer where the head of a log says that it is laid out', () => {
    const { Properties } = mappingTo('audit-indexer');
    expect(Properties).toMatchObject({
      EventSourceArn: expect.stringContaining(`table/temkin-${stage}-log-heads/stream/`),
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['MODIFY'],
              dynamodb: {
                Keys: { pk: { S: [{ prefix: 'L#' }] } },
                NewImage: { stage: { S: [{ exists: false }] } },
              },
            }),
          },
        ],
      },
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 30,
      MaximumRecordAgeInSeconds: 86_400,
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 1,
    });
    expect(Properties.MaximumRetryAttempts).toBeUndefined();
  });

  it('leads changes of parcels, and of nothing else, to the reconciler', () => {
    expect(mappingTo('audit-reconciler').Properties).toMatchObject({
      EventSourceArn: expect.stringContaining(`table/temkin-${stage}-parcels/stream/`),
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { sk: { S: ['parcel'] } } } }) }],
      },
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 86_400,
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
      FunctionName: `temkin-${stage}-audit-reconciler`,
      ParallelizationFactor: 1,
      DestinationConfig: {
        OnFailure: { Destination: expect.stringContaining('reconciler-failures') },
      },
    });
  });

  it.each([
    ['shred-every-hour', 'rate(1 hour)', 'parcel-shredder'],
    ['webhooks-every-minute', 'rate(1 minute)', 'webhook-sender'],
    ['calls-every-minute', 'rate(1 minute)', 'call-sweeper'],
    ['registry-due-every-minute', 'rate(1 minute)', 'subscriber-due'],
    ['registry-index-every-minute', 'rate(1 minute)', 'subscriber-indexer'],
    ['registry-import-every-minute', 'rate(1 minute)', 'subscriber-import'],
    ['registry-export-every-minute', 'rate(1 minute)', 'subscriber-export'],
    ['sequence-every-minute', 'rate(1 minute)', 'audit-sequencer'],
    ['index-every-minute', 'rate(1 minute)', 'audit-indexer'],
  ])('has the rule %s, at a %s, that may call %s and calls nothing else', (rule, rate, called) => {
    const target = `arn:aws:lambda:ap-southeast-1:111122223333:function:temkin-${stage}-${called}`;
    const rules = Object.entries(of('AWS::Events::Rule'));
    expect(rules).toHaveLength(9);
    const [id = '', { Properties } = { Properties: {} }] =
      rules.find(([, one]) => one.Properties.Name === `temkin-${stage}-${rule}`) ?? [];
    expect(Properties).toEqual({
      Name: `temkin-${stage}-${rule}`,
      ScheduleExpression: rate,
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', Arn: target }],
    });
    const permissions = Object.values(of('AWS::Lambda::Permission'))
      .filter((permission) => permission.Properties.Principal === 'events.amazonaws.com')
      .map((permission) => permission.Properties);
    expect(permissions).toHaveLength(9);
    expect(permissions).toContainEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: target,
      Principal: 'events.amazonaws.com',
      SourceArn: `${id}.Arn`,
    });
  });
});
