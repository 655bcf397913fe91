import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  DOCUMENT_FORMATS,
  LABELS_LIMIT,
  PICTURE_FORMATS,
  PRINTER_DPI,
  TEXT_LIMITS,
} from '../domain/index.ts';
import { GENERAL_ITEM_CODES, itemProblem } from './item-problem.ts';
import { communeCode, sortCode, token, vnd, waybillNumber } from './parcel-words.ts';
import { text } from './text.ts';

/** A label to be drawn: words for people beside its token. */
export const newLabel = once(() =>
  z
    .strictObject({
      token,
      waybillNumber,
      recipient: z
        .strictObject({
          name: text(TEXT_LIMITS.name),
          address: z.strictObject({ street: text(TEXT_LIMITS.street), communeCode }),
        })
        .meta({ description: 'Without a telephone number: none is ever printed.' }),
      sortCode: sortCode
        .exactOptional()
        .meta({ description: 'Printed large. The one that the parcel was issued with where absent.' }),
      codAmountVnd: vnd
        .exactOptional()
        .meta({ description: 'Printed where the company has cash on delivery printed, and nowhere else.' }),
    })
    .meta({ id: 'NewLabel' }),
);

const labelOrder = <Item extends z.ZodType>(item: Item) =>
  z
    .strictObject({
      format: z.enum([...PICTURE_FORMATS, ...DOCUMENT_FORMATS]),
      dpi: z
        .literal(PRINTER_DPI)
        .exactOptional()
        .meta({ description: 'Dots an inch of the printer, of `png` and `zpl`; 203 where absent.' }),
      items: z.array(item).min(1).max(LABELS_LIMIT),
    })
    .refine(({ format, dpi }) => dpi === undefined || format === 'png' || format === 'zpl', {
      path: ['dpi'],
      error: 'Only PNG and ZPL are made of dots.',
    });

export const renderLabelsSpec = routeSpec({
  method: 'POST',
  path: '/v1/labels',
  action: 'label.render',
  tag: 'Labels',
  summary: `Draw up to ${LABELS_LIMIT} labels`,
  description:
    'Each label is drawn or refused by itself: for a token of a live parcel of the company, with its waybill number and ' +
    'commune. `svg` and `png` are a picture for each; `zpl` and `pdf` one document of all that were not refused, in the ' +
    'order sent. How much of the address a stranger may read is the company’s setting. Nothing is kept.',
  access: { scope: 'labels:render', roles: ['order-system', 'desk-clerk'] },
  body: () => labelOrder(z.unknown()),
  documentedBody: () => labelOrder(newLabel()),
  success: {
    status: 200,
    description: 'A result for each label, in the order they were sent.',
    body: () =>
      z.strictObject({
        encoding: z.enum(['text', 'base64']).meta({
          description: 'Of `document` and `picture`: `text` of `svg` and `zpl`, `base64` of `png` and `pdf`.',
        }),
        document: z
          .string()
          .exactOptional()
          .meta({ description: 'Of `zpl` and `pdf`; absent where every label was refused.' }),
        results: z.array(
          z.union([
            z.strictObject({
              index: z.int(),
              status: z.literal(200),
              picture: z.string().exactOptional().meta({ description: 'Of `svg` and `png`.' }),
              auditEvent: z.string(),
            }),
            z.strictObject({
              index: z.int(),
              status: z.int(),
              problem: itemProblem([
                'PARCEL.TOKEN_MALFORMED',
                'PARCEL.TOKEN_FORGED',
                'PARCEL.UNKNOWN',
                'PARCEL.REVOKED',
                'PARCEL.SHREDDED',
                'PARCEL.LABEL_MISMATCH',
                'PARCEL.CHANGED',
                'REQUEST.INVALID',
                'REQUEST.RATE_LIMITED',
                ...GENERAL_ITEM_CODES,
              ]),
              auditEvent: z.string().exactOptional(),
            }),
          ]),
        ),
      }),
  },
  problems: [],
});

/** What the function that draws labels answers: apart from the capability's other specifications. */
export const labelSpecs = [renderLabelsSpec];
