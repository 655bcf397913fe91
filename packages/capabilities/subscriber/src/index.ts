export { FORMS_VERSION } from './domain/index.ts';
