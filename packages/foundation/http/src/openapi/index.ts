export { openApiDocument, type OpenApiDocument, type OpenApiSource } from './openapi-document.ts';
