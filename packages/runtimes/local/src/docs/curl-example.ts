import type { OpenApiDocument } from '@temkin/http/openapi';
import { DEFAULTS } from '../configuration.ts';
import { PERSONAS } from '../demo/personas.ts';
import type { PlacedOperation, SchemaView } from './api-view.ts';
import { bare } from './schema-fields.ts';

/** Values that work in the demo, by the name of their field. */
const VALUES: Readonly<Record<string, unknown>> = {
  waybillNumber: 'TRY-000001',
  name: 'Nguyễn Thị Hạnh',
  phone: '0912345678',
  street: 'Số 8, Phố Đội Cấn',
  communeCode: '00004',
  description: 'Áo khoác gió nữ',
  token: 'TK1:…',
  shipper: 'shipper-binh',
  facility: 'HN-BA-DINH',
};

/** Fields worth showing where they are not required. */
const SHOWN = new Set(['token', 'waybillNumber']);

const valueOf = (document: OpenApiDocument, name: string, schema: SchemaView): unknown => {
  const { properties, required = [], items, enum: choices, type } = bare(document, schema);
  if (properties !== undefined) {
    const shown = Object.entries(properties).filter(([key]) => required.includes(key) || SHOWN.has(key));
    return Object.fromEntries(shown.map(([key, property]) => [key, valueOf(document, key, property)]));
  }
  if (items !== undefined) return [valueOf(document, name, items)];
  return VALUES[name] ?? choices?.[0] ?? (type === 'integer' ? 0 : '…');
};

/** `{parcelId}` as a variable of the shell, `$PARCEL_ID`. */
const asVariables = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`);

/** A command that calls the operation on the demo as somebody who may. */
export const curlExample = (
  document: OpenApiDocument,
  { method, path, operation }: PlacedOperation,
): string => {
  const roles = operation['x-temkin-roles'];
  const persona = PERSONAS.find((one) => one.roles.some((role) => roles.includes(role)));
  const schema = operation.requestBody?.content['application/json']?.schema;
  const creates = operation.parameters.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey') === true);
  return [
    `curl -s${method === 'GET' || schema !== undefined ? '' : ` -X ${method}`} "http://127.0.0.1:${DEFAULTS.port}${asVariables(path)}"`,
    ...(operation.security.length === 0
      ? []
      : [`-H "Authorization: Bearer $(npm run -s token -- --as ${persona?.subject ?? '…'})"`]),
    ...(creates ? ['-H "Idempotency-Key: try-$(date +%s)"'] : []),
    ...(schema === undefined
      ? []
      : [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(valueOf(document, '', schema), undefined, 2)}'`,
        ]),
  ].join(' \\\n  ');
};
