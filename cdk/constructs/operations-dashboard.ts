import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** A graph: what it shows, and the metrics in it. */
export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
}

const GRAPHS_PER_ROW = 3;
const WIDTH = 24 / GRAPHS_PER_ROW;

/** One page of graphs, in the order given, three to a row. */
export const operationsDashboard = (
  scope: Construct,
  id: string,
  { name, graphs }: { readonly name: string; readonly graphs: readonly Graph[] },
): Dashboard => {
  const dashboard = new Dashboard(scope, id, { dashboardName: name });
  for (let i = 0; i < graphs.length; i += GRAPHS_PER_ROW)
    dashboard.addWidgets(
      ...graphs
        .slice(i, i + GRAPHS_PER_ROW)
        .map(({ title, metrics }) => new GraphWidget({ title, left: [...metrics], width: WIDTH, height: 6 })),
    );
  return dashboard;
};
