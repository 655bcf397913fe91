import { Stack, type App } from 'aws-cdk-lib';
import type { Configuration } from '../configuration.ts';
import { edgeErrorShare } from '../constructs/metrics.ts';
import { onCallTopic } from '../constructs/on-call-topic.ts';
import { roleChanges } from '../constructs/role-changes.ts';
import { symptomAlarms } from '../constructs/symptom-alarm.ts';
import { prefixOf } from '../names.ts';
import type { Api } from './api.ts';
import { EDGE_REGION, isElsewhere } from './edge.ts';

/** What looks after that which AWS shows in one region alone. */
export interface EdgeWatch {
  readonly stack: Stack;
}

/** The alarm on the way in, the watch over roles, and a topic for both: alarms and rules publish in their own region. */
export const edgeWatchStack = (
  app: App,
  { configuration, api }: { readonly configuration: Configuration; readonly api: Api },
): EdgeWatch => {
  const { stage, account, thresholds } = configuration;
  const stack = new Stack(app, 'EdgeWatch', {
    stackName: `${prefixOf(stage)}edge-watch`,
    description: `Temkin ${stage}: alarms of the edge and of roles`,
    env: { account, region: EDGE_REGION },
    crossRegionReferences: isElsewhere(configuration),
  });
  const topic = onCallTopic(stack, 'OnCall', { configuration, name: 'edge-on-call' });
  roleChanges(stack, 'RoleChanges', { stage, topic });
  symptomAlarms(stack, { stage, topic })({
    symptom: 'edge-errors',
    metric: edgeErrorShare(api.entrance),
    atLeast: thresholds.serverErrorShare,
    periods: 2,
  });
  return { stack };
};
