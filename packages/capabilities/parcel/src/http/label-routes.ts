import { route, type Route } from '@temkin/http';
import { toBase64 } from '@temkin/kernel';
import type { Drawing } from '../usecases/ports.ts';
import type { LabelOrder, LabelResult, renderLabels } from '../usecases/render-labels.ts';
import { inOrder, parseItems, problemOfItem } from './items.ts';
import { newLabel, renderLabelsSpec } from './label-specs.ts';

export interface LabelUsecases {
  readonly renderLabels: ReturnType<typeof renderLabels>;
}

const drawingView = (drawing: Drawing): string => (typeof drawing === 'string' ? drawing : toBase64(drawing));

const encodingOf = (format: LabelOrder['format']): 'text' | 'base64' =>
  format === 'svg' || format === 'zpl' ? 'text' : 'base64';

const resultView = (result: LabelResult) => {
  const { index } = result;
  if ('refusal' in result) {
    const problem = problemOfItem('items', result);
    const { receipt } = result.refusal.details;
    return {
      index,
      status: problem.status,
      problem,
      ...(receipt !== undefined && { auditEvent: receipt.eventId }),
    };
  }
  const { picture, receipt } = result;
  return {
    index,
    status: 200 as const,
    ...(picture !== undefined && { picture: drawingView(picture) }),
    auditEvent: receipt.eventId,
  };
};

/** The one route by which labels are drawn. */
export const labelRoutes = (usecases: LabelUsecases): readonly Route[] => [
  route(renderLabelsSpec, async ({ caller, body, deadlineMilliseconds }) => {
    const { format, dpi = 203 } = body;
    const { fit, unfit } = parseItems(newLabel(), body.items);
    const items = fit.map(({ index, value }) => ({ index, ...value }));
    const { results, document } = await usecases.renderLabels(
      caller,
      { format, dpi, items },
      { deadlineMilliseconds },
    );
    return {
      body: {
        encoding: encodingOf(format),
        ...(document !== undefined && { document: drawingView(document) }),
        results: inOrder<LabelResult>([...unfit, ...results]).map(resultView),
      },
    };
  }),
];
