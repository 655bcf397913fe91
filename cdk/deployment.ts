import type { App } from 'aws-cdk-lib';
import type { Configuration } from './configuration.ts';
import { apiStack, type Api } from './stacks/api.ts';
import { dataStack, type Data } from './stacks/data.ts';
import { edgeStack, type Edge } from './stacks/edge.ts';
import { edgeWatchStack, type EdgeWatch } from './stacks/edge-watch.ts';
import { watchStack, type Watch } from './stacks/watch.ts';

/** The stacks of a stage. */
export interface Deployment {
  readonly data: Data;
  readonly edge: Edge;
  readonly api: Api;
  readonly watch: Watch;
  readonly edgeWatch: EdgeWatch;
}

/**
 * Builds all stacks of a stage.
 *
 * @param bundles the folder that `npm run bundle` fills: `<function>/index.mjs` each
 */
export const deployment = (
  app: App,
  { configuration, bundles }: { readonly configuration: Configuration; readonly bundles: string },
): Deployment => {
  const data = dataStack(app, configuration);
  const edge = edgeStack(app, configuration);
  const api = apiStack(app, { configuration, bundles, data, edge });
  return {
    data,
    edge,
    api,
    watch: watchStack(app, { configuration, data, api }),
    edgeWatch: edgeWatchStack(app, { configuration, api }),
  };
};
